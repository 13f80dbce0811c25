import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import type { Splice, TokenRow } from "../../../src/lens/answers.ts";
import type { LiveSource } from "../../../src/lens/sources/liveSource.ts";
import { textChange } from "../../../src/lens/sources/textChange.ts";
import { loadEncoding } from "../../support/encodings.ts";
import { liveOf, serviceOf } from "../support.ts";

let encoding: Encoding;
beforeAll(async () => void (encoding = await loadEncoding("gpt2")));

function rowsOf(source: LiveSource): readonly TokenRow[] {
  const rows = serviceOf(source).rows(0, source.rows.rowCount);
  if (rows instanceof Promise) throw new Error("A live text's rows are there at once.");
  return rows.rows;
}

/** What a view has after the change: what it had, the new items put in. */
const spliced = <Item>(before: readonly Item[], { from, removed, inserted }: Splice, after: readonly Item[]): Item[] => [
  ...before.slice(0, from),
  ...after.slice(from, from + inserted),
  ...before.slice(from + removed),
];

function expectSame(before: LiveSource, after: LiveSource): void {
  const change = textChange(before, after);
  if (change === undefined) throw new Error("Versions of one text have a change.");
  expect(spliced([...before.text.ids()], change.tokens, [...after.text.ids()])).toEqual([...after.text.ids()]);
  const withoutIndex = ({ ids, texts, beginsBlock }: TokenRow) => ({ ids, texts, beginsBlock });
  const fresh = rowsOf(after);
  expect(spliced(rowsOf(before).map(withoutIndex), change.rows, fresh.map(withoutIndex))).toEqual(fresh.map(withoutIndex));
}

describe("what an edit changed", () => {
  it("with everything else as it was, is the new text", () => {
    const insert = fc.string({ unit: fc.constantFrom("a", " ", "\n", "🐈", "x1;", " word word word "), maxLength: 200 });
    const edits = fc.array(fc.record({ at: fc.nat(), length: fc.nat(300), insert }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(insert, fc.integer({ min: 1, max: 60 }), edits, (source, times, changes) => {
        const before = liveOf(encoding, source.repeat(times));
        let { length } = before.text;
        const applied = changes.map(({ at, length: removed, insert: inserted }) => {
          const from = length === 0 ? 0 : at % length;
          const to = Math.min(length, from + removed);
          length += inserted.length - (to - from);
          return { from, to, insert: inserted };
        });
        expectSame(before, before.update(applied, 1));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    { about: "a letter in prose", line: "The quick brown fox jumps over the lazy dog.\n", from: 100_000 },
    { about: "a letter in one long line", line: "The quick brown fox jumps over the lazy dog. ", from: 100_000 },
  ])("is little for $about", ({ line, from }) => {
    const before = liveOf(encoding, line.repeat(20_000));
    const change = textChange(before, before.update([{ from, to: from, insert: "x" }], 1));
    expect(change?.tokens.inserted).toBeLessThan(8);
    expect(change?.rows.inserted).toBeLessThan(64);
  });

  it("is all of another text", () => {
    const [before, after] = [liveOf(encoding, "one\ntwo"), liveOf(encoding, "three")];
    expectSame(before, after);
    expectSame(after, before);
  });

  it("is all, without a look at each token, where two texts of millions have nothing in common", () => {
    const [before, after] = [liveOf(encoding, "word ".repeat(400_000)), liveOf(encoding, "other words ".repeat(300_000))];
    expect(textChange(before, after)?.tokens).toEqual({ from: 0, removed: before.tokenCount, inserted: after.tokenCount });
    expectSame(before, after);
  });

  it("is not known between two encodings", async () => {
    expect(textChange(liveOf(encoding, "a"), liveOf(await loadEncoding("cl100k_base"), "a"))).toBeUndefined();
  });
});
