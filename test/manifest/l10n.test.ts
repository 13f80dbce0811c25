/** The host's strings: each goes through `vscode.l10n.t`, so that it can be translated. */
import { describe, expect, it } from "vitest";
import { hostSources, hostStrings, stringsOf } from "../../.config/l10n.mjs";

/** Properties and calls whose text VS Code shows, followed by a literal of at least a letter: a text that can't be translated. */
const untranslated =
  /\b(?:title|placeHolder|placeholder|prompt|label|detail|openLabel|saveLabel|tooltip|invocationMessage|showInformationMessage\(|showWarningMessage\(|showErrorMessage\(|setStatusBarMessage\(|new UserError\()(?::\s*|\s*=\s*|\(?\s*)(["'`])[^"'`\n]*[A-Za-z]{2}[^"'`\n]*\1/g;
/** Names of formats and of code are the same in every language. */
const names = [
  "$(edit) labels",
  "nanoGPT .bin",
  "NumPy .npy",
  "JSON Lines",
  "Parquet",
  "np.memmap(",
  "np.load(",
  "load_dataset(",
  "Tokenscope",
];

/** A name in a template is no text: `${copied}. ${caution}` has none of its own. */
const rawTexts = (source: string): string[] =>
  Array.from(source.replaceAll(/\$\{[^}]*\}/g, "").matchAll(untranslated), ([text]) => text).filter(
    (text) =>
      /[A-Za-z]{2}[^(]*$/.test(text.replace(/\$\([\w~-]+\)/, "").replace(/^[^"'`]*/, "")) && !names.some((name) => text.includes(name)),
  );

/** What notifications are given that holds foreign words, of a file or a model, as they are: VS Code would make links and commands of some. */
function unescapedMessages(source: string): string[] {
  return Array.from(source.matchAll(/show(?:Information|Warning|Error)Message\(/g), ({ index, 0: { length } }) => {
    let depth = 1;
    let end = index + length;
    for (; depth > 0 && end < source.length; end++) {
      if (source[end] === "(") depth++;
      else if (source[end] === ")" || (source[end] === "," && depth === 1)) depth--;
    }
    return source.slice(index + length, end - 1);
  }).filter((message) => /\{\d\}|\$\{/.test(message) && !message.includes("inMessage("));
}

describe("strings of the host", () => {
  it.each([
    ['vscode.l10n.t("Go to \\"{0}\\"", name)', ['Go to "{0}"']],
    ["vscode.l10n.t(\n  '\"{0}\" is no token', value)", ['"{0}" is no token']],
    ['title(l10n.t("a"), l10n.t("b"))', ["a", "b"]],
  ])("are found in %s", (source, strings) => {
    expect(stringsOf(source)).toEqual(strings);
  });

  it("must be plain literals, or nobody could find them to translate them", () => {
    expect(() => stringsOf("vscode.l10n.t(message)")).toThrow(/plain string literal/);
    expect(() => stringsOf("vscode.l10n.t(`${count} tokens`)")).toThrow(/plain string literal/);
    expect(hostStrings().length).toBeGreaterThan(100);
  });

  it.each(['placeHolder: "Which file?"', "void vscode.window.showWarningMessage(`No file ${name}`)", "throw new UserError('No file.')"])(
    "must not reach the user past it: %s is found",
    (source) => {
      expect(rawTexts(source)).toHaveLength(1);
    },
  );

  it.each(['showWarningMessage(t("No file {0} (gone)", name), ok)', "showErrorMessage(`${name}`)"])(
    "must not carry foreign words into a notification as they are: %s is found",
    (source) => {
      expect(unescapedMessages(source)).toHaveLength(1);
    },
  );

  it.each([...hostSources()].map(([path, source]) => ({ path, source })))("carry no foreign words as they are in $path", ({ source }) => {
    expect(unescapedMessages(source)).toEqual([]);
  });

  it.each([...hostSources()].map(([path, source]) => ({ path, source })))("are all translatable in $path", ({ source }) => {
    expect(rawTexts(source)).toEqual([]);
  });
});
