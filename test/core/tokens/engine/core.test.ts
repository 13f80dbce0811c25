/** The WebAssembly core: pieces and ids equal those of tiktoken's WebAssembly build at every place in a word of 64 bytes, at any size of block, and
 *  nothing is written outside the block's memory. */
import * as fc from "fast-check";
import { get_encoding, type Tiktoken } from "tiktoken";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInEncoding } from "../../../../src/core/tokens/catalogue.ts";
import { Core } from "../../../../src/core/tokens/engine/core.ts";
import { idMask, neverMerge } from "../../../../src/core/tokens/engine/pieceEncoder.ts";
import type { BlockSizes, PieceEncoder } from "../../../../src/core/tokens/engine/pieceEncoder.ts";
import { PlainPieces } from "../../../../src/core/tokens/engine/plainPieces.ts";
import { rankTablesOf } from "../../../../src/core/tokens/engine/rankTables.ts";
import type { RankTables } from "../../../../src/core/tokens/engine/rankTables.ts";
import { readVocabularyFile } from "../../../../src/core/tokens/vocabularyFile.ts";
import { awkwardTexts } from "../../../support/awkwardTexts.ts";
import { vocabularyFileBytes } from "../../../support/encodings.ts";
import { runText, tokenText } from "../../../support/tokenTexts.ts";

type Name = "gpt2" | "cl100k_base" | "o200k_base";

async function coreOf(name: Name, options: BlockSizes = {}): Promise<Core> {
  return Core.create(rankTablesOf(readVocabularyFile(await vocabularyFileBytes(name))), options);
}

/** Writes the text, which must fit. @returns its bytes */
const write = (core: Core, text: string): number => new TextEncoder().encodeInto(text, core.text.subarray(0, core.capacity)).written;

function idsOf(core: Core, name: Name, text: string): number[] {
  const count = core.encode(builtInEncoding(name).pattern, write(core, text), true, true);
  return Array.from(core.ids.subarray(0, count), (id) => id & idMask);
}

/** What a pattern finds hard: contractions, numbers in threes, tails of line breaks, indents, prefixes, marks and cases, wide spaces. */
const hard = [
  "'s",
  "'ſx",
  "'LLa",
  "12345",
  "٣٤٥٦",
  "!\n\n",
  "?\n/\n!",
  "\n   x",
  "\n  \n x",
  " \u0301a",
  "!!\u0301b",
  "日aB",
  "aB日C",
  "\u3000 x",
  "👍's",
  "\r\n\t\t}",
];

describe.each(["gpt2", "cl100k_base", "o200k_base"] as const)("the core with %s", (name) => {
  let oracle: Tiktoken;
  let core: Core;
  let small: Core; // splits and looks up 64 bytes at a time
  beforeAll(async () => {
    oracle = get_encoding(name);
    core = await coreOf(name);
    small = await coreOf(name, { words: 1 });
  });
  afterAll(() => oracle.free());
  const expectSame = (text: string): void => {
    const expected = [...oracle.encode_ordinary(text)].join();
    expect(idsOf(core, name, text).join(), JSON.stringify(text)).toBe(expected);
    expect(idsOf(small, name, text).join(), JSON.stringify(text)).toBe(expected);
  };

  it.each(hard)("gives tiktoken's ids for %j at every place of a word of 64 bytes", (text) => {
    for (let before = 0; before <= 130; before++) expectSame(`${"x".repeat(before)}${text} y`);
    for (let before = 0; before <= 66; before++) expectSame(`${" ".repeat(before)}${text}`);
    for (let before = 0; before <= 22; before++) expectSame(`${"日".repeat(before)}${text}!`);
  });

  it("gives tiktoken's ids for more different pieces than it has slots, and for the first of them again", () => {
    const word = (seed: number): string =>
      (Math.imul(seed + 1, 0x9e3779b1) >>> 0)
        .toString(36)
        .replaceAll(/\d/g, "é")
        .repeat(seed % 8 === 0 ? 4 : 1);
    const text = (of: number): string => Array.from({ length: 14_000 }, (_, i) => word(of * 14_000 + i)).join(" ");
    for (const of of [0, 1, 2, 3, 4, 0]) {
      expect(idsOf(core, name, text(of)).join()).toBe([...oracle.encode_ordinary(text(of))].join());
    }
  });

  it("gives tiktoken's ids for awkward texts, generated texts and runs without a break, with nothing learned and with all tokens", () => {
    for (const text of awkwardTexts) expectSame(text);
    const check = (): void =>
      fc.assert(fc.property(fc.oneof({ weight: 20, arbitrary: tokenText() }, { weight: 1, arbitrary: runText(2000) }), expectSame));
    check();
    while (!core.learn(8192));
    check();
  });

  it("gives tiktoken's ids for the first text it meets, before there are tables", async () => {
    for (const text of awkwardTexts.filter(({ length }) => length < 600)) {
      const fresh = await coreOf(name);
      expect(idsOf(fresh, name, text).join(), JSON.stringify(text)).toBe([...oracle.encode_ordinary(text)].join());
    }
  });

  it("encodes what does not depend on what follows", () => {
    fc.assert(
      fc.property(tokenText(60), tokenText(10), (text, more) => {
        const pattern = builtInEncoding(name).pattern;
        const written = write(core, text.toWellFormed());
        const count = core.encode(pattern, written, false, true);
        const settled = core.ids.slice(0, count).join();
        expect(core.byteCount).toBeLessThanOrEqual(written);
        const whole = core.encode(pattern, write(core, text.toWellFormed() + more), true, true);
        expect(core.ids.slice(0, Math.min(count, whole)).join()).toBe(settled);
      }),
    );
  });

  it("writes nothing outside the block's memory, and takes a text that fills it", async () => {
    const full = await coreOf(name, { capacity: 256 });
    const { buffer } = full.text;
    const lists = [full.ids, full.pieceEnds, full.byteEnds, full.unitEnds];
    // the gaps between the block's parts, but for the byte that ends the text
    const parts = [{ from: full.text.byteOffset, to: full.text.byteOffset + full.capacity + 1 }].concat(
      lists.map((list) => ({ from: list.byteOffset, to: list.byteOffset + list.byteLength })),
    );
    const gaps = parts.map(({ to }, i) => ({ from: to, to: parts[i + 1]?.from ?? to + 64 }));
    for (const { from, to } of gaps) new Uint8Array(buffer, from, to - from).fill(0xa5);
    const fill = (text: string): string => text.repeat(Math.floor(full.capacity / new TextEncoder().encode(text).length));
    for (const text of ["a", "1", " ", "\n", "'s", "日", "👍", "!\n", "\u0301", "Aa ", "é1 "].map(fill).concat("x".repeat(full.capacity))) {
      const count = full.encode(builtInEncoding(name).pattern, write(full, text), true, true);
      full.findEnds(count, true);
      full.strip(count);
      expect(full.ids.slice(0, count).join()).toBe([...oracle.encode_ordinary(text)].join());
    }
    for (const { from, to } of gaps) expect(new Set(new Uint8Array(buffer, from, to - from))).toEqual(new Set([0xa5]));
  });

  it("goes on after a text for which the memory had to grow", async () => {
    const growing = await coreOf(name, { capacity: 256 });
    const text = "The cat sat; ".repeat(100_000);
    growing.reserve(text.length);
    expect(idsOf(growing, name, text).join()).toBe([...oracle.encode_ordinary(text)].join());
    expect(idsOf(growing, name, "Hello").join()).toBe([...oracle.encode_ordinary("Hello")].join());
  });

  it("encodes pieces that were found elsewhere", () => {
    const text = "The cat satOn";
    write(core, text);
    core.pieceEnds.set([3, 7, 11, 13]);
    const count = core.encodePieces(4);
    const expected = ["The", " cat", " sat", "On"].flatMap((piece) => [...oracle.encode_ordinary(piece)]);
    expect(Array.from(core.ids.subarray(0, count), (id) => id & idMask)).toEqual(expected);
    expect(core.byteCount).toBe(13);
  });
});

it("makes the UTF-8 of any string that TextEncoder makes, lone surrogates and the last byte of memory included", async () => {
  const core = await coreOf("gpt2", { capacity: 1024 });
  const part = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom("a".repeat(37), "\ud83d", "\ude00", "é", "日", "👍", "\x7f\x80\u07ff\u0800\uffff"),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 30 }), fc.nat(300), fc.constantFrom("a", "\0"), (parts, padding, pad) => {
      const text = pad.repeat(padding) + parts.join("") + pad.repeat(padding);
      const expected = new TextEncoder().encode(text);
      expect(core.write(text, 0, text.length)).toBe(expected.length);
      expect(core.text.subarray(0, expected.length)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
  for (const text of ["a".repeat(1024), "a".repeat(1023) + "é", "日".repeat(341) + "a"])
    expect(core.write(text, 0, text.length)).toBe(new TextEncoder().encode(text).length);
});

it("refuses more bytes than memory can hold, and says so", async () => {
  const core = await coreOf("gpt2", { capacity: 256 });
  expect(() => core.reserve(2 ** 31)).toThrow(/no memory left/);
  expect(idsOf(core, "gpt2", "Hello")).toEqual([15496]);
});

/** Merges of a, b and c: "ab" (256), "bc" (257), "abc" from a and bc (258), which merging never makes, for "ab" comes first. */
function tablesOf(merges: readonly (readonly [number, number])[], idOf: (rank: number) => number): RankTables {
  const left = new Int32Array(256 + merges.length).fill(-1);
  const right = left.slice();
  for (const [i, [a, b]] of merges.entries()) [left[256 + i], right[256 + i]] = [a, b];
  const idOfRank = left.map((_, rank) => idOf(rank));
  return {
    rankCount: left.length,
    merges: { left, right },
    packed: undefined,
    givenBytes: new Uint8Array(0),
    idOfRank,
    idCount: Math.max(...idOfRank) + 1,
    mayBeUnreachable: true,
  };
}
const [a, b, c] = [0x61, 0x62, 0x63];

it("gives each rank the id it is told, and never a token that merging does not reach", () => {
  const tables = tablesOf(
    [
      [a, b],
      [b, c],
      [a, 257],
    ],
    (rank) => 1000 - rank,
  );
  const core = Core.create(tables);
  while (!core.learn(8192));
  write(core, "abcbc");
  core.pieceEnds.set([3, 5]);
  const count = core.encodePieces(2);
  expect(Array.from(core.ids.subarray(0, count), (id) => id & idMask)).toEqual([1000 - 256, 1000 - c, 1000 - 257]);
  expect(core.pair(a, b)).toBe(256);
  expect(core.pair(c, a)).toBe(neverMerge);
});

it("gives a token that merging does not give where a piece is one, before tokens are learned and after a huge text, with the core and without", () => {
  const merges = tablesOf([[a, b]], (rank) => rank);
  const given = ["bc", "c".repeat(40), "ab".repeat(700)];
  const longer = (list: Int32Array, values: readonly number[]): Int32Array => Int32Array.from([...list, ...values]);
  const tables: RankTables = {
    ...merges,
    rankCount: merges.rankCount + given.length,
    merges: {
      left: longer(
        merges.merges.left,
        given.map(() => -1),
      ),
      right: longer(
        merges.merges.right,
        given.map(({ length }) => length),
      ),
    },
    givenBytes: new TextEncoder().encode(given.join("")),
    idOfRank: longer(merges.idOfRank, [500, 501, 502]),
    idCount: 503,
  };
  const cut = ["bc", "abc", "ab", "bc", given[1]!, `${given[1]}c`, given[2]!, "cab"]; // there are three
  const expected = [500, 256, c, 256, 500, 501, ...Array<number>(41).fill(c), 502, c, 256];
  const core = Core.create(tables);
  const idsIn = (pieces: PieceEncoder): number[] => {
    pieces.write(cut.join(""), 0, cut.join("").length);
    for (let at = 0, to = 0; at < cut.length; at++) pieces.pieceEnds[at] = to += cut[at]!.length;
    const count = pieces.encodePieces(cut.length);
    pieces.findEnds(count, false);
    expect(pieces.byteEnds[count - 1]).toBe(cut.join("").length);
    return Array.from(pieces.ids.subarray(0, count), (id) => id & idMask);
  };
  expect(idsIn(core)).toEqual(expected);
  while (!core.learn(8192));
  core.reserve(8_000_000);
  core.release();
  expect(idsIn(core)).toEqual(expected);
  expect(idsIn(new PlainPieces(tables))).toEqual(expected);
});

it.each([
  {
    what: "a merge of later ones",
    merges: [
      [a, 257],
      [a, b],
    ],
  },
  { what: "a merge of itself", merges: [[256, b]] },
] as const)("refuses $what", ({ merges }) => {
  expect(() => Core.create(tablesOf(merges, (rank) => rank))).toThrow(/not in order/);
});
