/** Merging against its definition: of all adjacent pairs the one of the lowest rank, the leftmost among equals, is joined, until none is left. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergePiece, stayApart } from "../../../../src/core/tokens/engine/bytePairMerge.ts";
import type { Encoding } from "../../../../src/core/tokens/encoding.ts";
import { mergedId, noPair } from "../../../../src/core/tokens/engine/pairTable.ts";
import { loadEncoding } from "../../../support/encodings.ts";

function byDefinition({ encoder }: Encoding, bytes: Uint8Array): number[] {
  const parts = Array.from(bytes, (byte) => encoder.tables.idOfByte[byte]!);
  for (;;) {
    let best = noPair;
    let at = 0;
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = mergedId(encoder.pairs, parts[i]!, parts[i + 1]!);
      if (rank < best) [best, at] = [rank, i];
    }
    if (best === noPair) return parts;
    parts.splice(at, 2, best);
  }
}

const letters = fc.constantFrom(..."aabcdeehilmnorstuABZ_-= éöмирคน中文😀");
/** On both sides of the length from which pieces are merged window by window. */
const piece = fc.oneof(
  fc.array(letters, { minLength: 1, maxLength: 30 }),
  fc.array(letters, { minLength: 40, maxLength: 160 }),
  fc
    .tuple(fc.array(letters, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 60 }))
    .map(([unit, times]) => Array<string[]>(times).fill(unit).flat()),
);

describe.each(["gpt2", "cl100k_base", "o200k_base"] as const)("merging with the ranks of %s", (name) => {
  it("gives what the definition gives, for short pieces and long ones", async () => {
    const encoding = await loadEncoding(name);
    fc.assert(
      fc.property(piece, (characters) => {
        const bytes = new TextEncoder().encode(characters.join(""));
        const ids = new Int32Array(bytes.length);
        const count = mergePiece(encoding.encoder.merger, bytes, 0, bytes.length, ids, 0);
        expect([...ids.subarray(0, count)]).toEqual(byDefinition(encoding, bytes));
      }),
    );
  });

  it("knows of two tokens whether merging their bytes gives just these two", async () => {
    const encoding = await loadEncoding(name);
    const { merger, tables } = encoding.encoder;
    const id = fc.integer({ min: 0, max: 20_000 }).filter((each) => tables.lengths[each]! > 0 && tables.lengths[each]! <= 24);
    fc.assert(
      fc.property(id, id, (left, right) => {
        const together = byDefinition(encoding, encoding.decodeBytes([left, right]));
        expect(stayApart(merger, left, right)).toBe(together.join() === [left, right].join());
      }),
      { numRuns: 1000 },
    );
  });
});
