/** The catalogue is the one list of built-in encodings; what cannot import it (the manifest, the build script) agrees with it. */
import { describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { rankNames } from "../../../.config/vocabularies.mjs";
import { builtInEncoding, builtInEncodings, builtInIds, findBuiltIn } from "../../../src/core/tokens/catalogue.ts";

const setting = manifest.contributes.configuration.properties["tokenscope.encoding"];

describe("the catalogue", () => {
  it("is what package.json offers, with the models that use each", () => {
    const [builtIn] = setting.anyOf; // or the name of a tokenizer's file
    expect(builtIn?.enum).toEqual(builtInIds);
    expect(builtIn?.enumDescriptions).toEqual(builtInEncodings.map(({ usedBy }) => usedBy));
  });

  it("has its ranks in the build list, and the build list holds no others", () => {
    expect(new Set(builtInEncodings.map(({ ranks }) => ranks))).toEqual(new Set(rankNames));
  });

  it.each(builtInEncodings)("$id has an id once, and a token that ends a document", ({ id, specialTokens }) => {
    expect(builtInEncodings.filter((spec) => spec.id === id)).toHaveLength(1);
    expect(specialTokens.ids.has(specialTokens.endOfText ?? -1)).toBe(true);
  });

  it("says which encodings there are to one who asks for another", () => {
    expect(findBuiltIn("gpt9")).toBeUndefined();
    expect(() => builtInEncoding("gpt9")).toThrow(`There is no encoding "gpt9". Choose one of gpt2, `);
  });
});
