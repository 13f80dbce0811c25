/** Git's configuration files, as git-config(1) describes their syntax: sections with names and values; quotes, escapes, comments, continued lines. */

export interface GitSetting {
  /** `section.name` or `section.subsection.name`; section and name in lower case. */
  readonly key: string;
  readonly value: string;
}

const heading = /\[([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\\n]|\\[^\n])*)")?\]/y;
const named = /([A-Za-z][A-Za-z0-9-]*)[ \t]*=/y;
const toLineEnd = /[^\n]*/y;
const blank = /\s+/y;

/** The settings in a file's order. What Git would refuse to read is passed over, line by line. */
export function gitSettings(text: string): readonly GitSetting[] {
  const source = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const settings: GitSetting[] = [];
  let section = "";
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    at += found?.[0].length ?? 0;
    return found;
  };
  while (at < source.length) {
    if (match(blank) !== null) continue;
    const [, name, subsection] = match(heading) ?? [];
    const [, key] = match(named) ?? [];
    if (name !== undefined) {
      const below = subsection === undefined ? "" : `.${subsection.replaceAll(/\\(.)/g, "$1")}`;
      section = `${name.toLowerCase()}${below}`;
    }
    if (key !== undefined) {
      const { value, end } = valueAt(source, at);
      settings.push({ key: `${section}.${key.toLowerCase()}`, value });
      at = end;
    } else if (name === undefined) match(toLineEnd); // a comment, a name without a value, or a mistake
  }
  return settings;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b" };

/** From after the sign to the end of the line, or of those that it goes on in: without quotes, comments and the blanks around it. */
function valueAt(source: string, from: number): { readonly value: string; readonly end: number } {
  let value = "";
  let blanks = ""; // they count only before something else
  let isQuoted = false;
  let at = from;
  for (; at < source.length && source[at] !== "\n"; at += 1) {
    const character = source.charAt(at);
    if (!isQuoted && (character === "#" || character === ";")) {
      const end = source.indexOf("\n", at);
      return { value, end: end < 0 ? source.length : end };
    }
    if (!isQuoted && /\s/.test(character)) {
      if (value !== "") blanks += character;
      continue;
    }
    value += blanks;
    blanks = "";
    if (character === '"') isQuoted = !isQuoted;
    else if (character === "\\") {
      at += 1;
      const escaped = source.charAt(at);
      if (escaped !== "\n") value += escapes[escaped] ?? escaped;
    } else value += character;
  }
  return { value, end: at };
}
