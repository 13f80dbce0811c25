/** package.json: each string a user reads comes from package.nls.json, so that it can be translated. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtInEncodings } from "../../src/core/tokens/catalogue.ts";

const manifest: unknown = JSON.parse(readFileSync("package.json", "utf8"));
const strings = JSON.parse(readFileSync("package.nls.json", "utf8")) as Record<string, string>; // a test below checks its values

/** Entries of the manifest whose text VS Code shows. */
const shownEntries = new Set([
  "title",
  "label",
  "name",
  "displayName",
  "userDescription",
  "description",
  "markdownDescription",
  "enumDescriptions",
  "markdownEnumDescriptions",
  "enumItemLabels",
  "altText",
  "contents",
  "deprecationMessage",
  "markdownDeprecationMessage",
]);
/** A name is the same in every language: ours, and those of the models that use an encoding. */
const properNames = new Set(["Tokenscope", ...builtInEncodings.map(({ usedBy }) => usedBy)]);

/** A tool's name is its id; elsewhere a name is shown. */
const isId = (path: string, key: string): boolean => path.includes("languageModelTools") && key === "name";

/** Every text VS Code shows, with its path in the manifest. `modelDescription` is read by models, not by people. */
function shownTexts(value: unknown, path: string, isShown: boolean): { path: string; text: string }[] {
  if (typeof value === "string") return isShown ? [{ path, text: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item: unknown, i) => shownTexts(item, `${path}[${i}]`, isShown));
  if (value === null || typeof value !== "object") return [];
  // Properties below a schema of a tool's input describe themselves to a model as well.
  const entries = Object.entries(value).filter(([key]) => key !== "inputSchema");
  return entries.flatMap(([key, inner]: [string, unknown]) =>
    shownTexts(inner, `${path}.${key}`, shownEntries.has(key) && !isId(path, key)),
  );
}

const contributes = (manifest as { contributes: unknown }).contributes;
const shown = shownTexts(contributes, "contributes", false).filter(({ text }) => !properNames.has(text));

describe("package.json", () => {
  it("shows no text of its own: each is a key", () => {
    expect(shown.length).toBeGreaterThan(50);
    expect(shown.filter(({ text }) => !/^%[\w.]+%$/.test(text))).toEqual([]);
  });

  it("names only keys that package.nls.json has, and package.nls.json has no other", () => {
    const used = JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g);
    expect([...new Set(Array.from(used, ([, key]) => key))].sort()).toEqual(Object.keys(strings).sort());
  });

  it("has a text for each key", () => {
    expect(Object.entries(strings).filter(([, text]) => typeof text !== "string" || text.trim() === "")).toEqual([]);
  });
});
