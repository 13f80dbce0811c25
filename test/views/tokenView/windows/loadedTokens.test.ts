import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TokenSlice } from "../../../../src/lens/answers.ts";
import { sliceLimit } from "../../../../src/protocol/views.ts";
import { missingPages, pagesAfter, pageSize, pagesWith, tokenAt } from "../../../../src/views/tokenView/windows/loadedTokens.ts";

const slice = (from: number, to: number, revision = 1): TokenSlice => ({
  revision,
  from,
  ids: Array.from({ length: to - from }, (_, at) => from + at),
  texts: Array.from({ length: to - from }, (_, at) => (from + at === 70 ? { bytes: [0xf0, 0x9f] } : { text: `t${from + at}` })),
});

describe("tokens in pages", () => {
  it("are found again by their index", () => {
    const pages = pagesWith(new Map(), [slice(0, 3 * pageSize), slice(10 * pageSize, 10 * pageSize + 5)]);
    expect(tokenAt(pages, 70)).toEqual({ id: 70, text: { bytes: [0xf0, 0x9f] } });
    expect(tokenAt(pages, 71)).toEqual({ id: 71, text: { text: "t71" } });
    expect(tokenAt(pages, 10 * pageSize + 4)?.id).toBe(10 * pageSize + 4);
    expect(tokenAt(pages, 10 * pageSize + 5)).toBeUndefined();
    expect(tokenAt(pages, 5 * pageSize)).toBeUndefined();
  });

  it("once what is missing has arrived, nothing is", () => {
    const span = fc.tuple(fc.nat(900), fc.nat(200)).map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (wanted) => {
        const missing = missingPages(new Map(), wanted, 1, 1000);
        const pages = pagesWith(
          new Map(),
          missing.map(({ from, to }) => slice(from, to)),
        );
        expect(missingPages(pages, wanted, 1, 1000)).toEqual([]);
        for (const { from, to } of wanted) {
          for (let index = from; index < Math.min(to, 1000); index += 1) expect(tokenAt(pages, index)?.id).toBe(index);
        }
      }),
    );
  });

  it("of an older text are missing, but stay", () => {
    const pages = pagesWith(new Map(), [slice(0, pageSize)]);
    expect(missingPages(pages, [{ from: 0, to: 5 }], 2, 1000)).toEqual([{ from: 0, to: pageSize }]);
    expect(tokenAt(pages, 0)?.id).toBe(0);
  });

  it("are asked for as neighbours joined, in no more than one request may hold", () => {
    expect(
      missingPages(
        new Map(),
        [
          { from: 0, to: 1 },
          { from: pageSize, to: pageSize + 1 },
          { from: 900, to: 901 },
        ],
        1,
        1000,
      ),
    ).toEqual([
      { from: 0, to: 2 * pageSize },
      { from: 896, to: 960 },
    ]);
    const all = missingPages(new Map(), [{ from: 0, to: 10_000_000 }], 1, 10_000_000);
    expect(all.reduce((sum, { from, to }) => sum + to - from, 0)).toBeLessThanOrEqual(sliceLimit);
  });
});

describe("after an edit", () => {
  const change = { since: 1, tokens: { from: 70, removed: 2, inserted: 2 }, rows: { from: 0, removed: 1, inserted: 1 } };
  const pages = pagesWith(new Map(), [slice(0, 4 * pageSize)]);

  it("only the pages with its tokens are missing when it keeps their number", () => {
    expect(missingPages(pagesAfter(pages, change, 2), [{ from: 0, to: 256 }], 2, 256)).toEqual([{ from: pageSize, to: 2 * pageSize }]);
  });

  it("the pages behind are missing too when it does not", () => {
    const longer = { ...change, tokens: { from: 70, removed: 2, inserted: 3 } };
    expect(missingPages(pagesAfter(pages, longer, 2), [{ from: 0, to: 256 }], 2, 257)).toEqual([{ from: pageSize, to: 256 }]);
  });
});
