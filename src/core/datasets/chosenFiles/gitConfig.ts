/** Git's configuration files, as git-config(1) describes their syntax: sections with names and values; quotes, escapes, comments, continued lines. */

export interface GitSetting {
  /** `section.name` or `section.subsection.name`; section and name in lower case. */
  readonly key: string;
  readonly value: string;
}

/** The settings in a file's order. What Git would refuse to read is passed over, line by line. */
export function gitSettings(text: string): readonly GitSetting[] {
  const settings: GitSetting[] = [];
  let section = "";
  // A line that ends with an odd number of backslashes goes on in the next one.
  for (const line of text.replace(/^\uFEFF/, "").match(/(?:\\\r?\n|[^\n])*(?:\n|$)/g) ?? []) {
    const [, heading, name, subsection, rest = line] = /^\s*(\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\])?(.*)$/s.exec(line) ?? [];
    if (heading !== undefined && name !== undefined) {
      const below = subsection === undefined ? "" : `.${subsection.replaceAll(/\\(.)/gs, "$1")}`;
      section = `${name.toLowerCase()}${below}`;
    }
    const [, key, value] = /^\s*([A-Za-z][\w-]*)\s*=\s*(.*)$/s.exec(rest) ?? [];
    if (key !== undefined && value !== undefined) settings.push({ key: `${section}.${key.toLowerCase()}`, value: plainValue(value) });
  }
  return settings;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b" };

/** Without quotes, comments and the blanks around it. */
function plainValue(written: string): string {
  let value = "";
  let kept = 0; // blanks at the end count only before something else, or in quotes
  let isQuoted = false;
  for (let at = 0; at < written.length; at += 1) {
    const character = written.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === "#" || character === ";")) break;
    else if (character === "\\") {
      at += written.startsWith("\r\n", at + 1) ? 2 : 1;
      const escaped = written.charAt(at);
      if (escaped !== "\n") value += escapes[escaped] ?? escaped;
      kept = value.length;
    } else {
      value += character;
      if (isQuoted || !/\s/.test(character)) kept = value.length;
    }
  }
  return value.slice(0, kept);
}
