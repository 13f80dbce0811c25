/** Ids equal those of tiktoken's WebAssembly build: a quick subset. All of it: test/verify. */
import * as fc from "fast-check";
import o200k from "js-tiktoken/ranks/o200k_base";
import { get_encoding, Tiktoken, type TiktokenEncoding } from "tiktoken";
import { describe, expect, it } from "vitest";
import { Mt19937 } from "../../../src/core/random/mt19937.ts";
import { builtInEncoding, builtInIds } from "../../../src/core/tokens/catalogue.ts";
import { createEncoding, createEncodingSteps } from "../../../src/core/tokens/encoding.ts";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import { tokenizeText } from "../../../src/core/tokens/document/tokenizedText.ts";
import { regexOf } from "../../../src/core/tokens/pattern/patterns.ts";
import { SpecialTokenError } from "../../../src/core/tokens/specialTokens.ts";
import { fixtureJson, type GoldenCase } from "../../support/tokenizerFiles.ts";
import { awkwardTexts } from "../../support/awkwardTexts.ts";
import { loadEncoding, vocabularyFileBytes } from "../../support/encodings.ts";
import { runText, tokenText } from "../../support/tokenTexts.ts";

interface HarmonyGolden {
  readonly specialTokens: Readonly<Record<string, number>>;
  readonly specialTokenCount: number;
  readonly cases: readonly GoldenCase[];
  readonly ordinary: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

const asUtf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** The text with U+FFFD for each lone surrogate. */
const wellFormed = (text: string): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(asUtf8(text));

/** tiktoken's own. */
function oracleOf(id: string): Tiktoken {
  const { tokens } = builtInEncoding(id).specialTokens;
  if (id === "o200k_harmony") return new Tiktoken(o200k.bpe_ranks, Object.fromEntries(tokens), regexOf("o200k")); // newer than this tiktoken
  return get_encoding(id as TiktokenEncoding); // the other names of the catalogue are tiktoken's
}

/** Compared as strings: many times faster than element by element, and just as readable when they differ. */
const expectSame = (found: ArrayLike<number>, expected: ArrayLike<number>): void =>
  expect(Array.from(found).join()).toBe(Array.from(expected).join());

/** The laws of offsets: ends ascend and rebuild the text; each is the last character boundary at or before the token's last byte. */
function expectEnds(encoding: Encoding, text: string, ids: Int32Array, ends: Int32Array): void {
  const boundaries: { byte: number; unit: number }[] = [{ byte: 0, unit: 0 }];
  for (const character of text) {
    const { byte, unit } = boundaries.at(-1)!;
    boundaries.push({ byte: byte + asUtf8(character).length, unit: unit + character.length });
  }
  let byteEnd = 0;
  let boundary = 0;
  const expected = Array.from(ids, (id) => {
    byteEnd += encoding.vocabulary.tokenByteLength(id);
    while (boundary + 1 < boundaries.length && boundaries[boundary + 1]!.byte <= byteEnd) boundary++;
    return boundaries[boundary]!.unit;
  });
  expectSame(ends, expected);
  expect(byteEnd).toBe(boundaries.at(-1)!.byte);
}

describe.each(builtInIds)("%s", (name) => {
  it("gives tiktoken's ids on awkward texts, with special tokens allowed and as text", async () => {
    const oracle = oracleOf(name);
    const encoding = await loadEncoding(name);
    for (const text of awkwardTexts) {
      expect([...encoding.encode(text, "allow")], JSON.stringify(text)).toEqual([...oracle.encode(text, "all")]);
      expect([...encoding.encode(text, "text")], JSON.stringify(text)).toEqual([...oracle.encode_ordinary(text)]);
    }
    oracle.free();
  });

  it("gives tiktoken's ids on generated texts and runs without a break; counts, ends and decoding agree with them", async () => {
    const oracle = oracleOf(name);
    const encoding = await loadEncoding(name);
    fc.assert(
      fc.property(fc.oneof({ weight: 30, arbitrary: tokenText() }, { weight: 1, arbitrary: runText(2000) }), (text) => {
        const ids = [...oracle.encode(text, "all")];
        const encoded = encoding.encodeWithEnds(text);
        expectSame(encoded.ids, ids);
        expectSame(encoding.encode(text), ids);
        expectSame(encoding.encode(text, "text"), oracle.encode_ordinary(text));
        expect(encoding.countTokens(text)).toBe(ids.length);
        expect(encoding.decode(encoded.ids)).toBe(wellFormed(text));
        expectEnds(encoding, text, encoded.ids, encoded.ends);
      }),
      { numRuns: 1000 },
    );
    oracle.free();
  });

  it("knows all tokens of tiktoken by id and by bytes", async () => {
    const oracle = oracleOf(name);
    const { vocabulary } = await loadEncoding(name);
    const tokens = oracle.token_byte_values();
    const found = new Set<number>();
    const wrong = tokens.filter((bytes) => {
      const id = vocabulary.idOfBytes(Uint8Array.from(bytes)) ?? -1;
      found.add(id);
      return id < 0 || vocabulary.tokenBytes(id).join() !== bytes.join();
    });
    expect(wrong).toEqual([]);
    expect(found.size).toBe(tokens.length);
    for (const [text, id] of vocabulary.specialTokens.tokens) expect([...oracle.encode(text, "all")]).toEqual([id]);
    expect(vocabulary.vocabSize).toBe([...vocabulary.specialTokens.ids, ...found].reduce((a, b) => Math.max(a, b)) + 1);
    expect(vocabulary.isToken(vocabulary.vocabSize)).toBe(false);
    oracle.free();
  });
});

describe("o200k_harmony", () => {
  it("gives the ids and the special tokens of tiktoken 0.14.0, also where two names have one id", async () => {
    const golden = (await fixtureJson("o200k_harmony.json")) as HarmonyGolden;
    const encoding = await loadEncoding("o200k_harmony");
    const { tokens } = encoding.vocabulary.specialTokens;
    expect(tokens.size).toBe(golden.specialTokenCount);
    for (const [text, id] of Object.entries(golden.specialTokens)) expect(tokens.get(text), text).toBe(id);
    for (const { text, ids } of golden.cases) expect([...encoding.encode(text)], JSON.stringify(text)).toEqual(ids);
    for (const { text, ids } of golden.ordinary) expect([...encoding.encode(text, "text")], JSON.stringify(text)).toEqual(ids);
  });

  it("says where both names of one id end", async () => {
    const encoding = await loadEncoding("o200k_harmony");
    const document = tokenizeText(encoding, "é<|endofprompt|>a<|reserved_200018|>b", "allow");
    expect([...document.ids()]).toEqual([...encoding.encode("é"), 200018, 64, 200018, 65]);
    expect(Array.from({ length: 5 }, (_, index) => document.tokenAt(index).to)).toEqual([1, 16, 17, 36, 37]);
    expect(Array.from({ length: 5 }, (_, index) => document.tokenAt(index).byteTo)).toEqual([2, 17, 18, 37, 38]);
    const edited = document.update([{ from: 2, to: 2, insert: "|" }]);
    expect([...edited.ids()]).toEqual([...encoding.encode("é<||endofprompt|>a<|reserved_200018|>b")]);
  });
});

describe("a long text", () => {
  it("is encoded the same in one piece or many blocks", async () => {
    for (const name of ["gpt2", "cl100k_base", "o200k_base"] as const) {
      const oracle = oracleOf(name);
      const encoding = await loadEncoding(name);
      const texts = fc
        .sample(tokenText(4000), { numRuns: 6, seed: 11 })
        .concat(fc.sample(runText(2500), { numRuns: 20, seed: 12 }).map((run) => `${"word ".repeat(1500)}${run} ${run}`));
      for (const text of texts) expectSame(encoding.encode(text), oracle.encode(text, "all"));
      oracle.free();
    }
  });
});

/** One piece of `length` letters. */
function lettersOf(alphabet: string, length: number): string {
  const random = new Mt19937(length);
  return Array.from({ length }, () => alphabet[random.next32() % alphabet.length]).join("");
}

describe("a piece longer than a block", () => {
  const texts = {
    "whose second half needs three times the bytes of the first": `${"a".repeat(8100)}${lettersOf("海辺夜猫歩道山川", 9000)}`,
    "that is huge": lettersOf("abcdefghij", 66_000),
  };
  it.each(Object.entries(texts))("%s gives tiktoken's ids, ends and count", async (_, text) => {
    const oracle = get_encoding("gpt2");
    const encoding = await loadEncoding("gpt2");
    const expected = oracle.encode_ordinary(text);
    expectSame(encoding.encode(`${text}, ${text}`), [...expected, ...encoding.encode(","), ...encoding.encode(` ${text}`)]); // which may be kept
    const { ids, ends } = encoding.encodeWithEnds(text);
    expectSame(ids, expected);
    expectEnds(encoding, text, ids, ends);
    expect(encoding.countTokens(text)).toBe(expected.length);
    expectSame(tokenizeText(encoding, text, "text").ids(), expected);
    oracle.free();
  });
});

describe("special tokens", () => {
  it.each(builtInIds)('%s refuses them under the policy "error", saying which and where', async (name) => {
    const encoding = await loadEncoding(name);
    const refused = (): unknown => encoding.encode("ab <|endoftext|>", "error");
    expect(refused).toThrow(SpecialTokenError);
    expect(refused).toThrow(expect.objectContaining({ token: "<|endoftext|>", from: 3, to: 16 }));
    expect([...encoding.encode("plain", "error")]).toEqual([...encoding.encode("plain")]);
  });
});

describe("decoding", () => {
  it('replaces cut characters by U+FFFD, as Python\'s errors="replace"', async () => {
    const encoding = await loadEncoding("gpt2");
    const ids = encoding.encode("a🤦🏽b", "text");
    expect(encoding.decode(ids)).toBe("a🤦🏽b");
    expect(encoding.decode(ids.subarray(0, 2))).toBe("a\ufffd");
    expect(encoding.decode(ids.subarray(2))).toMatch(/^\ufffd.*b$/u);
  });

  it("refuses an id that is no token", async () => {
    const encoding = await loadEncoding("p50k_edit");
    expect(() => encoding.decode([50284])).toThrow("There is no token 50284 in this vocabulary, which has ids below 50284.");
  });
});

describe("merge steps", () => {
  it("show which pairs were joined, in which order, with which ranks", async () => {
    const encoding = await loadEncoding("gpt2");
    const steps = encoding.mergeSteps(" hello");
    const text = (id: number): string => encoding.decode([id]);
    expect(steps.map(({ left, right, id }) => [text(left), text(right), text(id)])).toEqual([
      ["h", "e", "he"],
      ["l", "l", "ll"],
      [" ", "he", " he"],
      [" he", "ll", " hell"],
      [" hell", "o", " hello"],
    ]);
    expect(steps.map(({ rank }) => rank)).toEqual(steps.map(({ id }) => id));
    expect(steps.map(({ byteFrom, byteTo }) => " hello".slice(byteFrom, byteTo))).toEqual(steps.map(({ id }) => text(id)));
  });
});

describe("a vocabulary file", () => {
  it("loads in steps that tell how far they are", async () => {
    const steps = createEncodingSteps(builtInEncoding("o200k_base"), await vocabularyFileBytes("o200k_base"));
    const done: number[] = [];
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) done.push(step.value);
    expect(step.value.encode("hello world")).toEqual(Int32Array.of(24912, 2375));
    expect(done.length).toBeGreaterThan(10);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it("is refused when it is something else, cut short or damaged", async () => {
    const bytes = await vocabularyFileBytes("gpt2");
    const damaged = Uint8Array.from(bytes);
    damaged[5000] = damaged[5000]! ^ 1;
    expect(() => createEncoding(builtInEncoding("gpt2"), new Uint8Array(1000))).toThrow("This is not a Tokenscope vocabulary");
    expect(() => createEncoding(builtInEncoding("gpt2"), bytes.subarray(0, 5000))).toThrow("The vocabulary file has 5000 bytes");
    expect(() => createEncoding(builtInEncoding("gpt2"), damaged)).toThrow("The vocabulary file is damaged");
  });

  it.each([
    ["gpt2", 545_131],
    ["cl100k_base", 1_090_447],
    ["o200k_base", 2_325_049],
  ] as const)("is smaller than js-tiktoken's ranks: %s", async (name, ranksLength) => {
    expect((await vocabularyFileBytes(name)).length).toBeLessThan(ranksLength / 2);
  });
});
