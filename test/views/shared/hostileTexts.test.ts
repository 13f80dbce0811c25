import { describe, expect, it } from "vitest";
import { visibleText } from "../../../src/core/text/visibleText.ts";
import { t } from "../../../src/views/shared/l10n.tsx";
import { reuse } from "../../../src/views/shared/state/reuse.ts";
import { createStore, keptSlice } from "../../../src/views/shared/state/store.ts";
import { labelOf, spokenText } from "../../../src/views/shared/elements/tokenText.ts";
import { hostileTexts } from "../../support/hostileTexts.ts";
import * as v from "valibot";

it("there are over 800 of them, each another one, and none is only another's repetition", () => {
  expect(new Set(hostileTexts).size).toBeGreaterThan(800);
  const cores = hostileTexts.map((text) => text.replaceAll(/(.+?)\1+/gsu, "$1"));
  expect(new Set(cores).size).toBeGreaterThan(750);
});

describe("a hostile text", () => {
  it("is shown on one line, with nothing in it that hides or turns round what follows", () => {
    for (const text of hostileTexts) {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029]/u);
      expect(labelOf({ text })).toBe(visibleText(text));
      expect(spokenText({ text }) ?? text).not.toBe("");
    }
  });

  it("is a value in a sentence, never a part of the sentence", () => {
    for (const text of hostileTexts) expect(t("{0} is empty.", text)).toBe(`${text} is empty.`);
  });

  it("is a key like any other in what is kept and in what arrives", () => {
    const slice = keptSlice("options", { file: "" }, v.object({ file: v.string() }));
    for (const text of hostileTexts) {
      const store = createStore({ [text]: { file: text }, options: { file: text } }, () => undefined);
      expect(store.get(slice)).toEqual({ file: text });
      const arrived = JSON.parse(`{${JSON.stringify(text)}: [1]}`) as object;
      expect(Object.keys(reuse({ a: 1 }, arrived))).toEqual(Object.keys(arrived));
    }
    expect(({} as { readonly file?: string }).file).toBeUndefined();
  });
});
