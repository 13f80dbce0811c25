/** Glob patterns over paths with `/`, as VS Code's settings write them, and `.gitignore` files, as Git reads them. */

/** Whether a path matches any of the globs, all of it. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.map((glob) => new RegExp(`^${translate(glob, "editor")}$`, "u"));
  return (path) => patterns.some((pattern) => pattern.test(path));
}

interface IgnoreRule {
  readonly pattern: RegExp;
  readonly isNegated: boolean;
  readonly forFoldersOnly: boolean;
}

/** The rules of one `.gitignore`, for paths relative to its folder. */
export type IgnoreRules = readonly IgnoreRule[];

export function parseIgnoreFile(text: string): IgnoreRules {
  const rules: IgnoreRule[] = [];
  for (const line of text.split(/\r?\n/)) {
    let glob = line.replace(/(?<!\\)\s+$/, "");
    if (glob === "" || glob.startsWith("#")) continue;
    const isNegated = glob.startsWith("!");
    if (isNegated) glob = glob.slice(1);
    const forFoldersOnly = glob.endsWith("/");
    if (forFoldersOnly) glob = glob.slice(0, -1);
    const isAnchored = glob.includes("/");
    if (glob.startsWith("/")) glob = glob.slice(1);
    if (glob === "") continue;
    const pattern = new RegExp(`^${isAnchored ? "" : "(?:[^/]+/)*"}${translate(glob, "git")}$`, "u");
    rules.push({ pattern, isNegated, forFoldersOnly });
  }
  return rules;
}

/** What the last rule that matches says; undefined when none does. A folder that is ignored hides all that is in it: do not enter it. */
export function ignoredBy(rules: IgnoreRules, path: string, isFolder: boolean): boolean | undefined {
  const rule = rules.findLast(({ pattern, forFoldersOnly }) => (isFolder || !forFoldersOnly) && pattern.test(path));
  return rule === undefined ? undefined : !rule.isNegated;
}

/** The body of a regular expression. Git has no braces, and its `a/**` is what is in `a`, not `a` itself. */
function translate(glob: string, dialect: "editor" | "git"): string {
  let pattern = "";
  for (let at = 0; at < glob.length; at++) {
    const character = glob.charAt(at);
    if (character === "*") {
      const isSegmentStart = at === 0 || glob.charAt(at - 1) === "/" || glob.charAt(at - 1) === "{" || glob.charAt(at - 1) === ",";
      let end = at;
      while (glob.charAt(end) === "*") end++;
      const isWhole = end - at === 2 && isSegmentStart;
      if (isWhole && glob.charAt(end) === "/") {
        pattern += "(?:[^/]+/)*";
        at = end;
      } else if (isWhole && end === glob.length) {
        const afterSlash = pattern.endsWith("/");
        if (dialect === "git" || !afterSlash) pattern += dialect === "git" ? ".+" : ".*";
        else pattern = `${pattern.slice(0, -1)}(?:/.*)?`;
        at = end - 1;
      } else {
        pattern += isWhole ? ".*" : "[^/]*";
        at = end - 1;
      }
    } else if (character === "?") pattern += "[^/]";
    else if (character === "{" && dialect === "editor" && closing(glob, at) > 0) {
      const end = closing(glob, at);
      pattern += `(?:${alternatives(glob.slice(at + 1, end))
        .map((part) => translate(part, dialect))
        .join("|")})`;
      at = end;
    } else if (character === "[" && glob.indexOf("]", at + 2) > 0) {
      const end = glob.indexOf("]", at + 2);
      const members = glob.slice(at + 1, end);
      const isNegated = members.startsWith("!") || members.startsWith("^");
      pattern += `(?!/)[${isNegated ? "^" : ""}${(isNegated ? members.slice(1) : members).replaceAll(/[[\]\\^&]/g, String.raw`\$&`)}]`;
      at = end;
    } else if (character === "\\" && dialect === "git" && at + 1 < glob.length) pattern += escape(glob.charAt(++at));
    else pattern += escape(character);
  }
  return pattern;
}

const escape = (character: string): string => character.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** Where the brace at `from` closes; −1 when it does not. */
function closing(glob: string, from: number): number {
  let depth = 0;
  for (let at = from; at < glob.length; at++) {
    if (glob.charAt(at) === "{") depth++;
    else if (glob.charAt(at) === "}" && --depth === 0) return at;
  }
  return -1;
}

/** Cut at the commas that stand in no inner brace. */
function alternatives(list: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= list.length; at++) {
    const character = list.charAt(at);
    if (character === "{") depth++;
    else if (character === "}") depth--;
    else if ((character === "," && depth === 0) || at === list.length) {
      found.push(list.slice(from, at));
      from = at + 1;
    }
  }
  return found;
}
