/** The views' strings: each goes through src/views/shared/l10n.tsx, so that it can be translated. */
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { viewSources, viewStrings, viewStringsOf } from "../../.config/l10n.mjs";

/** Names of code, formats and methods are the same in every language. */
const names = new Set([
  "PyTorch",
  "Hugging Face",
  "PCA",
  "UMAP",
  "PNG",
  ".npy",
  ".safetensors",
  "shuffle",
  "drop_last",
  "torch.manual_seed(seed)",
  "print(batch)",
  "print(inputs), print(targets)",
  "print(next(iter(dataloader)))",
]);
const isName = (text: string): boolean => names.has(text.trim()) || !/\p{L}{2}/u.test(text) || /^>>> |^grad_fn=|^\.\w+$/.test(text);

/** What a component would show as it is written: text between tags, and the attributes that are read or shown. */
function writtenTexts(tsx: string): string[] {
  const messages = new Set(viewStringsOf(tsx));
  const { code } = transformSync(tsx, {
    loader: "tsx",
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    supported: { "template-literal": false },
  });
  const attributes =
    /\b(?:children|title|label|placeholder|alt|cancelLabel|summary|"aria-(?:label|valuetext|description)")\??: ("(?:[^"\\\n]|\\.)*")/g;
  const children = /(?<!\(\s*)^\s*("(?:[^"\\\n]|\\.)*"),?$/gm;
  return [...code.matchAll(attributes), ...code.matchAll(children)]
    .map(([, literal]) => JSON.parse(literal ?? '""') as string)
    .filter((text) => !isName(text) && !messages.has(text));
}

describe("strings of the views", () => {
  it.each([
    ['t("Find text")', ["Find text"]],
    ["t('Type \"0 1\"', n)", ['Type "0 1"']],
    ['plural(n, "{0} window", "{0} windows", f(n, "x"))', ["{0} window", "{0} windows"]],
    ['rich(kind === "input" ? "<dim>in</dim> {0}" : "<dim>out</dim> {0}", ["a"])', ["<dim>in</dim> {0}", "<dim>out</dim> {0}"]],
    ['rich("{0} of {1}", [formatCount(a), t("b")])', ["{0} of {1}", "b"]],
  ])("are found in %s", (source, messages) => {
    expect(viewStringsOf(source)).toEqual(messages);
  });

  it("must be plain literals, or nobody could find them to translate them", () => {
    expect(() => viewStringsOf("t(message)")).toThrow(/plain string literal/);
    expect(() => viewStringsOf("plural(count, `${one}`, many)")).toThrow(/plain string literal/);
    expect(viewStrings().length).toBeGreaterThan(300);
  });

  it.each([
    "export const a = () => <p>Waiting for the text</p>;",
    'export const a = () => <p class="dim" title="Waiting" />;',
    "export const a = (n) => <p>{n} windows</p>;",
  ])("must not be written into elements: %s is found", (source) => {
    expect(writtenTexts(source)).toHaveLength(1);
  });

  it.each([...viewSources()].filter(([path]) => path.endsWith(".tsx")).map(([path, source]) => ({ path, source })))(
    "are all translatable in $path",
    ({ source }) => {
      expect(writtenTexts(source)).toEqual([]);
    },
  );
});
