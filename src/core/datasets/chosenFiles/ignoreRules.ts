/**
 * Ignore files as Git reads them: `.gitignore` in any folder, `.git/info/exclude`. The library `ignore` matches; where it differs from Git
 * (its README lists the places, fuzzing against `git check-ignore` confirms them), a line is rewritten to mean what Git means:
 *
 * - Git compares bytes, so `?` and `[…]` take one byte of a character: paths and patterns are handed over with one unit per byte.
 * - Git cuts the literal start off a pattern before it matches, and a `**` that follows it then begins the pattern: `a**` + `/b` is split in two.
 * - The rules of a nested file are moved to the top folder, so that one list holds all and its last match decides.
 *
 * A file whose meaning can't be known is refused (`ignoreFileProblem`): whoever reads it must not go on as if it were empty.
 */
import { say, type Sentence } from "../../sentence.ts";
import ignore, { type Ignore } from "ignore";

/** The rules in force somewhere in a tree. Paths are relative to the tree's top folder and have `/` between names. */
export interface IgnoreRules {
  /** Whether the path or a folder that it is in is ignored. */
  readonly ignores: (path: string, isFolder: boolean) => boolean;
  /** These rules and those of one more file, which decide first. @param folder that the file speaks of, "" for the top */
  readonly with: (folder: string, text: string, options: { readonly ignoreCase: boolean }) => IgnoreRules;
  /** These rules for whoever asks for a folder that they may ignore: it and the folders that it is in are not ignored by their names. */
  readonly exceptFor: (folder: string) => IgnoreRules;
}

/** Bytes of an ignore file that are read. GitHub's longest template has 10 kB. */
export const longestIgnoreFile = 2 ** 20;
/** `**` runs in one line: each multiplies the time that one match may take. */
const mostGlobstars = 5;
const longestLine = 4096;

/** Why the rules in these bytes can't be known, as a clause that goes on from the file's name; `undefined` when they can. */
export function ignoreFileProblem(bytes: Uint8Array): Sentence | undefined {
  if (bytes.length > longestIgnoreFile) return say`has ${bytes.length} bytes; up to ${longestIgnoreFile} are read`;
  if (bytes.includes(0)) return say`holds NUL bytes: it is no UTF-8 text (UTF-16, perhaps)`;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return say`is not UTF-8 text`;
  }
  for (const [at, line] of text.split("\n").entries()) {
    if (line.startsWith("#")) continue;
    if (line.length > longestLine) return say`has ${line.length} characters in line ${at + 1}; up to ${longestLine} are read`;
    if ((line.match(/\*{2,}/g)?.length ?? 0) > mostGlobstars) return say`has more than ${mostGlobstars} times ** in line ${at + 1}`;
  }
  return undefined;
}

export const noIgnoreRules: IgnoreRules = rulesOf(ignore({ ignorecase: false }));

const literally = (path: string): string => path.replaceAll(/[*?[\\]/g, String.raw`\$&`);

function rulesOf(rules: Ignore): IgnoreRules {
  return {
    ignores: (path, isFolder) => rules.ignores(byteText(isFolder ? `${path}/` : path)),
    with: (folder, text, { ignoreCase }) => {
      const lines = text.replace(/^\uFEFF/, "").split("\n");
      // The library takes one return off each line, which would be the pattern's own.
      const moved = lines
        .flatMap((line) => linesAtTop(line.replace(/\r$/, ""), folder))
        // Where case counts for nothing, an escaped capital matches nothing in Git: it must not take back what is ignored.
        .filter((line) => !(ignoreCase && /^!.*\\[A-Z]/s.test(line)));
      return rulesOf(
        ignore({ ignorecase: ignoreCase })
          .add(rules)
          .add(moved.map((line) => `${byteText(line)}\r`)),
      );
    },
    exceptFor: (folder) => {
      const names = folder === "" ? [] : folder.split("/");
      const lines = names.map((_, depth) => `!/${literally(names.slice(0, depth + 1).join("/"))}/`);
      return rulesOf(ignore({ ignorecase: false }).add(rules).add(lines.map(byteText)));
    },
  };
}

/** One line of a file in `folder` as lines of a file at the top; none for a comment or what can match nothing. */
function linesAtTop(line: string, folder: string): string[] {
  if (line.startsWith("#")) return [];
  const sign = line.startsWith("!") ? "!" : "";
  const pattern = trimmed(line.slice(sign.length));
  const forFolders = pattern.endsWith("/") ? "/" : "";
  const glob = forFolders === "" ? pattern : pattern.slice(0, -1);
  if (glob === "") return [];
  const isAnchored = glob.includes("/");
  const globs = isAnchored ? globsAfterLiteralStart(glob.replace(/^\//, "")) : [glob];
  const prefix = folder === "" ? "" : `/${literally(folder)}`;
  return globs.map((each) => {
    const moved = isAnchored ? `${prefix}/${each}` : prefix === "" ? each : `${prefix}/**/${each}`;
    return `${sign}${moved}${forFolders}`;
  });
}

/** Without the spaces at its end, as Git trims them: an escaped one stays. */
function trimmed(pattern: string): string {
  const bare = pattern.replace(/ +$/, "");
  if (bare.length === pattern.length) return pattern;
  const backslashes = /\\*$/.exec(bare)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? `${bare} ` : bare;
}

/** An anchored glob as globs in which each `**` that Git takes for any folders fills a segment of its own. */
function globsAfterLiteralStart(glob: string): string[] {
  // Before an escaped slash Git wants at least one folder, the library exactly one.
  const known = glob.replaceAll(/(^|\/)\*{2,}\\\//g, "$1*/**/");
  const [, start = "", slash, rest = ""] = /^([^*?[\\]*[^*?[\\/])\*{2,}(?:(\\?\/)(.*))?$/s.exec(known) ?? [];
  const globs =
    start === ""
      ? [known]
      : slash === undefined
        ? [`${start}*`, `${start}*/**`]
        : [...(slash === "/" ? globsAfterLiteralStart(`${start}${rest}`) : []), `${start}*/**/${rest}`];
  // Everywhere else an escaped slash is a slash, and ends or begins a segment as one; the library doesn't see it.
  return globs.map((each) => each.replaceAll(/\\(.)/gs, (pair, escaped, at) => (escaped === "/" && at > 0 ? "/" : pair)));
}

/** One unit per byte of UTF-8. Bytes from 128 on become characters of private use, which have no upper and lower case. */
function byteText(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xf000 + byte)).join("");
}
