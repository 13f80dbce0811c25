/** Merging against its plain definition: short pieces, long ones in windows, huge ones in steps; and the plain algorithm in the core's place. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finish } from "../../../../src/core/steps.ts";
import { builtInEncoding } from "../../../../src/core/tokens/catalogue.ts";
import type { Encoding } from "../../../../src/core/tokens/encoding.ts";
import { mergeInSteps } from "../../../../src/core/tokens/engine/mergeInSteps.ts";
import { idMask, neverMerge } from "../../../../src/core/tokens/engine/pieceEncoder.ts";
import { PlainPieces } from "../../../../src/core/tokens/engine/plainPieces.ts";
import { rankTablesOf } from "../../../../src/core/tokens/engine/rankTables.ts";
import { plainEncode } from "../../../../src/core/tokens/plainEncode.ts";
import { readVocabularyFile } from "../../../../src/core/tokens/vocabularyFile.ts";
import { loadEncoding, vocabularyFileBytes } from "../../../support/encodings.ts";
import { runText, tokenText } from "../../../support/tokenTexts.ts";

const byDefinition = ({ encoder: { pieces } }: Encoding, bytes: Uint8Array): number[] =>
  plainEncode(bytes, (left, right) => {
    const rank = pieces.pair(left, right);
    return rank === neverMerge ? undefined : rank;
  });

const letters = fc.constantFrom(..."aabcdeehilmnorstuABZ_-= éöмирคน中文😀");
/** On both sides of the length from which pieces are merged window by window. */
const piece = fc
  .oneof(
    fc.array(letters, { minLength: 1, maxLength: 30 }),
    fc.array(letters, { minLength: 40, maxLength: 160 }),
    fc
      .tuple(fc.array(letters, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 60 }))
      .map(([unit, times]) => Array<string[]>(times).fill(unit).flat()),
  )
  .map((characters) => new TextEncoder().encode(characters.join("")));

/** The ranks of the bytes as one piece. */
function merged({ encoder: { pieces } }: Encoding, bytes: Uint8Array): number[] {
  pieces.reserve(bytes.length);
  pieces.text.set(bytes);
  return [...pieces.ids.subarray(0, pieces.mergeOn(0, bytes.length, 0, true))];
}

describe.each(["gpt2", "cl100k_base", "o200k_base"] as const)("merging with the ranks of %s", (name) => {
  it("gives what the definition gives, for short pieces and long ones", async () => {
    const encoding = await loadEncoding(name);
    fc.assert(
      fc.property(piece, (bytes) => {
        expect(merged(encoding, bytes)).toEqual(byDefinition(encoding, bytes));
      }),
    );
  });

  it("gives the same in steps, with other work between them", async () => {
    const encoding = await loadEncoding(name);
    fc.assert(
      fc.property(fc.constantFrom("a", "ab", "zq xw", "中", "😀é", "=-"), fc.integer({ min: 1, max: 9000 }), (unit, times) => {
        const bytes = new TextEncoder().encode(`x${unit.repeat(times)}y`);
        const steps = mergeInSteps(encoding.encoder, bytes);
        let step = steps.next();
        for (; step.done !== true; step = steps.next()) encoding.encode("other work, meanwhile");
        expect(step.value.join()).toBe(merged(encoding, bytes).join());
      }),
      { numRuns: 30 },
    );
  });

  it("knows of two tokens whether merging their bytes gives just these two", async () => {
    const encoding = await loadEncoding(name);
    const { pieces, tables } = encoding.encoder;
    const rank = fc.integer({ min: 256, max: 20_000 }).filter((each) => tables.lengths[each]! > 0 && tables.lengths[each]! <= 24);
    fc.assert(
      fc.property(rank, rank, (left, right) => {
        const together = byDefinition(encoding, encoding.decodeBytes([left, right]));
        expect(pieces.stayApart(left, right)).toBe(together.join() === [left, right].join());
      }),
      { numRuns: 1000 },
    );
  });

  it("joins exactly the pairs that its tokens are made of", async () => {
    const { pieces, tables } = (await loadEncoding(name)).encoder;
    const known = new Map<string, number>();
    for (let id = 256; id < tables.mergeableCount; id++) if (tables.left[id]! >= 0) known.set(`${tables.left[id]} ${tables.right[id]}`, id);
    let wrong = 0;
    for (const [key, id] of known) {
      const [left = 0, right = 0] = key.split(" ").map(Number);
      if (pieces.pair(left, right) !== id) wrong++;
      if (pieces.pair(right, left) !== (known.get(`${right} ${left}`) ?? neverMerge)) wrong++;
    }
    expect(known.size).toBeGreaterThan(49_000);
    expect(wrong).toBe(0);
  });

  it("is the same without WebAssembly, ends too", async () => {
    const { encoder } = await loadEncoding(name);
    const plain = new PlainPieces(rankTablesOf(readVocabularyFile(await vocabularyFileBytes(name))));
    const { pattern } = builtInEncoding(name);
    const results = (pieces: typeof encoder.pieces, text: string, isEnd: boolean): unknown => {
      pieces.reserve(text.length * 3);
      const { written } = new TextEncoder().encodeInto(text, pieces.text);
      const count = pieces.encode(pattern, written, isEnd, true);
      pieces.findEnds(count, true);
      const lists = [pieces.ids, pieces.byteEnds, pieces.unitEnds].map((list) => list.slice(0, count).join());
      return { count, lists, bytes: pieces.byteCount };
    };
    fc.assert(
      fc.property(fc.oneof(tokenText(), runText(300)), fc.boolean(), (text, isEnd) => {
        expect(results(plain, text, isEnd)).toEqual(results(encoder.pieces, text, isEnd));
      }),
    );
    expect(plain.ids[0]! & ~idMask).toBe(0);
  });
});

it("gives memory back after a huge text and goes on as before", async () => {
  const encoding = await loadEncoding("gpt2");
  const before = [...encoding.encode("The cat sat on the mat.")];
  const { capacity } = encoding.encoder.pieces;
  expect(encoding.countTokens("a".repeat(8_000_000))).toBe(2_000_000);
  expect(encoding.encoder.pieces.capacity).toBe(capacity);
  expect(encoding.encoder.pieces.text.buffer.byteLength).toBeLessThan(64e6);
  expect([...encoding.encode("The cat sat on the mat.")]).toEqual(before);
  expect(finish(mergeInSteps(encoding.encoder, new TextEncoder().encode("hello"))).length).toBe(1);
});
