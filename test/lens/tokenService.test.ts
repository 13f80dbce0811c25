import { beforeAll, describe, expect, it } from "vitest";
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import { countPages, pagedSource, type TokenPages } from "../../src/lens/sources/pagedSource.ts";
import type { LiveSource } from "../../src/lens/sources/liveSource.ts";
import { defaultLens } from "../../src/lens/lens.ts";
import { changeFor, readyText } from "../../src/lens/textState.ts";
import { loadEncoding } from "../support/encodings.ts";
import { liveOf, noPause, pagedOf, serviceOf, signal } from "./support.ts";

const source = `One 🐈 document.\n<|endoftext|>${"Another, with words and words. ".repeat(400)}<|endoftext|>`;
let encoding: Encoding;
let live: LiveSource;
beforeAll(async () => {
  encoding = await loadEncoding("gpt2");
  live = liveOf(encoding, source);
});

/** The same tokens as a live text and as pages of a file. */
const both = () => [serviceOf(live), serviceOf({ ...pagedOf(encoding, live.text.ids()), revision: 0 })] as const;

describe("the token service", () => {
  it.each([
    { from: 0, to: 5 },
    { from: 100, to: 300 },
    { from: 1_000_000, to: 1_000_005 },
  ])("slices tokens $from to $to, clipped, whatever they come from", async ({ from, to }) => {
    const [ofText, ofFile] = both();
    const slice = await ofText.slice(from, to);
    expect(slice.ids).toEqual([...live.text.ids(from, to)]);
    expect(await ofFile.slice(from, to)).toEqual(slice);
    expect(
      await ofFile.slices([
        { from, to },
        { from: 0, to: 1 },
      ]),
    ).toEqual([slice, await ofText.slice(0, 1)]);
  });

  it("answers at once where the tokens are in memory", () => {
    const [ofText, ofFile] = both();
    expect(ofText.slice(0, 5)).not.toBeInstanceOf(Promise);
    expect(ofText.slices([{ from: 0, to: 5 }])).not.toBeInstanceOf(Promise);
    expect(ofText.describe(0, defaultLens.windows)).not.toBeInstanceOf(Promise);
    expect(ofFile.slice(0, 5)).toBeInstanceOf(Promise);
  });

  it("gives rows that hold all tokens, in order", async () => {
    for (const service of both()) {
      const { rows } = await service.rows(0, 1_000_000);
      expect(rows.flatMap(({ ids }) => ids)).toEqual([...live.text.ids()]);
      for (const [at, row] of rows.entries()) expect(service.rowOf(row.from)).toBe(at);
      expect((await service.rows(1, 2)).rows).toEqual([rows[1]]);
      const { from, rows: block } = await service.blocks(5, 6);
      expect(block).toEqual(rows.slice(from, from + block.length));
      expect([block[0]?.beginsBlock, rows[from + block.length]?.beginsBlock]).toEqual([true, true]);
      expect((await service.rows(rows.length, rows.length + 5)).rows).toEqual([]);
    }
  });

  it("says which tokens of a row are special", async () => {
    for (const service of both()) {
      const { rows } = await service.rows(0, 1_000_000);
      const special = rows.flatMap((row) => (row.special ?? []).map((at) => row.ids[at]));
      expect(special).toEqual([50_256, 50_256]);
    }
  });

  it("finds where documents end, and the different tokens", async () => {
    const [ofText, ofFile] = both();
    const ends = await ofText.endOfText(signal);
    expect(ends.indexes).toEqual([...live.text.ids().entries()].filter(([, id]) => id === 50_256).map(([index]) => index));
    expect(ofText.endOfTextCount()).toBe(2);
    expect(await ofFile.endOfText(signal)).toEqual(ends);
    const distinct = await ofText.distinct(signal);
    expect(distinct.tokens.reduce((sum, { count }) => sum + count, 0)).toBe(live.tokenCount);
    expect(distinct.tokens).toHaveLength(new Set(live.text.ids()).size);
    expect(await ofFile.distinct(signal)).toEqual(distinct);
  });

  it("counts foreign ids of a file apart, each as one of the different ones", async () => {
    const ids = Int32Array.of(464, 60_000, 60_000, 70_000, 464);
    const pages: TokenPages = { tokenCount: ids.length, ids: (from, to) => Promise.resolve(ids.slice(from, to)) };
    const counts = await countPages(pages, encoding, noPause, signal);
    expect([counts.foreignCount, counts.distinctCount, counts.of(60_000), counts.of(464)]).toEqual([3, 3, 2, 2]);
    const service = serviceOf(pagedSource(pages, encoding, 1, counts));
    expect(await service.describe(1, defaultLens.windows)).toMatchObject({ occurrences: 2, text: { bytes: [] } });
  });
});

it("ids of cl100k_base that no token has are three of these, and all six are different ones", async () => {
  const cl100k = await loadEncoding("cl100k_base");
  const ids = Int32Array.of(100_255, 100_256, 100_257, 100_261, 100_276, 100_277);
  const pages: TokenPages = { tokenCount: ids.length, ids: (from, to) => Promise.resolve(ids.slice(from, to)) };
  const counts = await countPages(pages, cl100k, noPause, signal);
  expect([counts.foreignCount, counts.distinctCount]).toEqual([3, 6]);
  const service = serviceOf(pagedSource(pages, cl100k, 1, counts));
  const described = await Promise.all([...ids.keys()].map((index) => service.describe(index, defaultLens.windows)));
  const hasNoBytes = described.map((token) => token !== undefined && "bytes" in token.text && token.text.bytes.length === 0);
  expect(hasNoBytes).toEqual([false, true, false, true, false, true]);
});

describe("the text as surfaces show it", () => {
  const facts = { name: "a.md", refusedSpecialTokens: 0 };
  const lens = { ...defaultLens, selectedToken: 1 };

  it("has sizes and the selected token", async () => {
    const text = await readyText(serviceOf(live), lens, facts, undefined);
    expect(text).toMatchObject({ name: "a.md", tokenCount: live.tokenCount, charCount: source.length, endOfTextCount: 2 });
    expect(text.selected?.index).toBe(1);
  });

  it("says of an edit what it changed, with the new rows where a view shows rows", () => {
    const after = live.update([{ from: 3, to: 3, insert: "x" }], 7);
    const service = serviceOf(after);
    const change = changeFor(live, after, service, true);
    expect(change?.since).toBe(0);
    expect(change?.freshRows).toHaveLength(change?.rows.inserted ?? -1);
    expect(change?.rows).toEqual({ from: 0, removed: 1, inserted: 1 });
    expect(changeFor(live, after, service, false)?.freshRows).toBeUndefined();
  });

  it.each([
    { about: "22 kB", times: 200 },
    { about: "10 MB", times: 92_000 },
  ])("says of a letter typed into $about what fits into 2.5 kB, the new row with it", async ({ times }) => {
    const line = "He could speak a little Spanish, and also a language which nobody understood, unless it was the mocking-bird\n";
    const before = liveOf(encoding, line.repeat(times));
    const at = Math.floor(times / 2) * line.length + 8;
    const after = before.update([{ from: at, to: at, insert: "z" }], 1);
    const service = serviceOf(after);
    const change = changeFor(before, after, service, true);
    expect(change?.freshRows).toHaveLength(1);
    const shownLens = { ...defaultLens, selectedToken: after.text.tokenIndexAt(at) };
    expect(JSON.stringify({ lens: shownLens, text: await readyText(service, shownLens, facts, change) }).length).toBeLessThan(2500);
  });

  it("says nothing of a change where nothing changed, or nothing was shown before", () => {
    const service = serviceOf(live);
    expect(changeFor(live, live, service, true)).toBeUndefined();
    expect(changeFor(undefined, live, service, true)).toBeUndefined();
  });

  it("sends no rows along where an edit makes more than a view shows", () => {
    const empty = liveOf(encoding, "");
    const after = empty.update([{ from: 0, to: 0, insert: "line\n".repeat(1000) }], 7);
    const change = changeFor(empty, after, serviceOf(after), true);
    expect(change?.rows).toEqual({ from: 0, removed: 0, inserted: 1000 });
    expect(change?.freshRows).toBeUndefined();
  });
});
