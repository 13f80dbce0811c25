import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Encoding } from "../../../../src/core/tokens/encoding.ts";
import { TokenCounts } from "../../../../src/core/tokens/document/tokenCounts.ts";
import { tokenizeText } from "../../../../src/core/tokens/document/tokenizedText.ts";
import { loadEncoding } from "../../../support/encodings.ts";

let encoding: Encoding;
beforeAll(async () => void (encoding = await loadEncoding("gpt2")));

describe("token counts", () => {
  it("say how often each id stands in the text", () => {
    const counts = new TokenCounts(encoding.vocabulary.vocabSize);
    counts.update(tokenizeText(encoding, "the cat and the dog and the end", "allow").chunks);
    expect([counts.of(262), counts.of(3797), counts.of(50256), counts.of(99_999)]).toEqual([2, 1, 0, 0]); // " the", " cat", specials, no id
    expect(counts.distinctCount).toBe(6);
  });

  it("after any edits equal those of the text counted afresh", () => {
    const word = fc.string({ unit: fc.constantFrom("the ", "cat\n", "🐈", "42", "\n\n"), maxLength: 200 });
    fc.assert(
      fc.property(word, fc.array(fc.record({ at: fc.nat(), length: fc.nat(60), insert: word }), { maxLength: 5 }), (source, edits) => {
        let text = tokenizeText(encoding, source.repeat(10), "allow");
        const counts = new TokenCounts(encoding.vocabulary.vocabSize);
        counts.update(text.chunks);
        for (const { at, length, insert } of edits) {
          const from = text.length === 0 ? 0 : at % text.length;
          text = text.update([{ from, to: Math.min(text.length, from + length), insert }]);
          counts.update(text.chunks);
        }
        const expected = new Map<number, number>();
        for (const id of text.ids()) expected.set(id, (expected.get(id) ?? 0) + 1);
        expect(counts.distinctCount).toBe(expected.size);
        for (const [id, count] of expected) expect(counts.of(id)).toBe(count);
      }),
    );
  });
});
