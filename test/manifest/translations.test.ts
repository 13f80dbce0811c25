/** The translations: complete, with the same values, tags, icons and links as the English text, and no text that nothing says any more. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hostStrings, sentences, viewStrings } from "../../.config/l10n.mjs";

const read = (file: string): Record<string, string> => JSON.parse(readFileSync(file, "utf8")) as Record<string, string>; // compared key by key below

/** What must stand in a translation as in the text: `{0}`, tags, icons, code and the targets of links. Texts are compared as sets of them. */
const fixedParts = (text: string): string[] =>
  [...new Set(text.match(/\{\d+\}|<\/?\w+>|\$\([\w~-]+\)|`[^`]*`|\]\([^)]*\)|#[\w.]+#/g) ?? [])].sort();

const english = read("package.nls.json");
const messages = Object.fromEntries([...hostStrings(), ...viewStrings(), ...sentences()].map((text) => [text, text]));
const languages = readdirSync("l10n").map((name) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? name);

describe.each(languages)("the translation into %s", (language) => {
  it.each([
    ["the manifest", english, read(`package.nls.${language}.json`)],
    ["host, views and core", messages, read(`l10n/bundle.l10n.${language}.json`)],
  ])("of %s says all, and nothing else", (_, source, translated) => {
    expect(Object.keys(source).filter((key) => !(translated[key] ?? "").trim())).toEqual([]);
    expect(Object.keys(translated).filter((key) => !(key in source))).toEqual([]);
  });

  it.each([
    ["the manifest", english, read(`package.nls.${language}.json`)],
    ["host, views and core", messages, read(`l10n/bundle.l10n.${language}.json`)],
  ])("of %s keeps values, tags, icons, code and links", (_, source, translated) => {
    const differing = Object.entries(source).filter(
      ([key, text]) => translated[key] !== undefined && fixedParts(text).join() !== fixedParts(translated[key]).join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});

it("Simplified Chinese is one of the languages", () => {
  expect(languages).toContain("zh-cn");
});
