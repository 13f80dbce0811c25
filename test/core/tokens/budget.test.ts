/** Cutting a text to a number of tokens: never over the budget, counted by tiktoken itself. */
import * as fc from "fast-check";
import { get_encoding } from "tiktoken";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cut, cutToBudget } from "../../../src/core/tokens/budget.ts";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import { awkwardTexts } from "../../support/awkwardTexts.ts";
import { loadEncoding } from "../../support/encodings.ts";

/** Pieces of awkward texts, put together. */
const awkwardText = fc.array(fc.constantFrom(...awkwardTexts), { maxLength: 4 }).map((texts) => texts.join(""));
const names = ["gpt2", "cl100k_base", "o200k_base"] as const;

describe.each(names)("cutToBudget, %s", (name) => {
  const oracle = get_encoding(name);
  afterAll(() => oracle.free());
  let encoding: Encoding;
  beforeAll(async () => {
    encoding = await loadEncoding(name);
  });
  const cut = (text: string, budget: number): Cut => {
    const { ids, ends } = encoding.encodeWithEnds(text, "text");
    return cutToBudget(
      { tokenCount: ids.length, endOf: (token) => ends[token] ?? 0, countUpTo: (to) => encoding.countTokens(text.slice(0, to), "text") },
      budget,
    );
  };

  it("never takes more than the budget, ends at a whole character, and says how many tokens it took", () => {
    fc.assert(
      fc.property(awkwardText, fc.nat(40), (text, budget) => {
        const { to, tokenCount } = cut(text, budget);
        const beginning = text.slice(0, to);
        expect(oracle.encode_ordinary(beginning.toWellFormed()).length).toBe(tokenCount);
        expect(tokenCount).toBeLessThanOrEqual(budget);
        expect(beginning.isWellFormed() || !text.isWellFormed()).toBe(true);
      }),
    );
  });

  it("takes the whole text where it fits, and nothing for a budget of 0", () => {
    expect(cut("The cat sat.", 100).to).toBe(12);
    expect(cut("The cat sat.", 0)).toEqual({ to: 0, tokenCount: 0 });
  });

  it("takes as many tokens as it may from plain text", () => {
    expect(cut("The cat sat on the mat.", 3)).toEqual({ to: 11, tokenCount: 3 });
  });
});
