/** Hugging Face's tokenizer.json: same ids as their library (tokenizers 0.23.2: the goldens of test/fixtures/tokenizers), or refused by name. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenizeText } from "../../../../../src/core/tokens/document/tokenizedText.ts";
import type { TokenizedText } from "../../../../../src/core/tokens/document/tokenizedText.ts";
import { readTokenizerJson } from "../../../../../src/core/tokens/files/json/readTokenizerJson.ts";
import type { Encoding } from "../../../../../src/core/tokens/encoding.ts";
import { regexOf } from "../../../../../src/core/tokens/pattern/patterns.ts";
import { encodingOfFile, fixtureJson, type GoldenCase, loadTokenizerJson } from "../../../../support/tokenizerFiles.ts";

const files = ["llama3-form", "nfc-flags", "anomalies-ignore-merges", "anomalies-merges-only", "sentencepiece-bpe", "spaces-in-runs"];

/** Places in characters → in code units. */
function unitsOf(text: string): number[] {
  const units = [0];
  for (const character of text) units.push(units.at(-1)! + character.length);
  return units;
}

/** Everything that a document says of its tokens. */
const saidBy = (text: TokenizedText): unknown => ({
  ids: [...text.ids()],
  places: Array.from({ length: text.tokenCount }, (_, index) => text.tokenAt(index)),
  pieces: Array.from({ length: text.tokenCount }, (_, index) => text.pieceAt(index)),
  byteLength: text.byteLength,
});

describe.each(files)("%s", (name) => {
  it("gives the reference's ids, in one call and as a document", async () => {
    const encoding = await loadTokenizerJson(`${name}.json`);
    for (const { text, ids } of (await fixtureJson(`${name}.golden.json`)) as readonly GoldenCase[]) {
      expect([...encoding.encode(text)], JSON.stringify(text)).toEqual(ids);
      expect([...tokenizeText(encoding, text, "allow").ids()], JSON.stringify(text)).toEqual(ids);
      expect(encoding.countTokens(text)).toBe(ids.length);
    }
  });

  it("says where its tokens are: ends ascend and the last one ends the text, in code units and in bytes", async () => {
    const encoding = await loadTokenizerJson(`${name}.json`);
    for (const { text } of (await fixtureJson(`${name}.golden.json`)) as readonly GoldenCase[]) {
      if (text === "") continue;
      const { ends } = encoding.encodeWithEnds(text);
      expect([...ends]).toEqual([...ends].toSorted((a, b) => a - b));
      expect(ends.at(-1)).toBe(text.length);
      const document = tokenizeText(encoding, text, "allow");
      expect([...document.ends()]).toEqual([...ends]);
      expect(document.tokenAt(document.tokenCount - 1).byteTo).toBe(new TextEncoder().encode(text).length);
    }
  });

  it("keeps its law after edits: the same tokens, places and pieces as a fresh start", async () => {
    const encoding = await loadTokenizerJson(`${name}.json`);
    const special = [...encoding.vocabulary.specialTokens.tokens.keys()];
    const parts = [
      "a",
      "b",
      "abc",
      "xyz",
      "token",
      " ",
      "  ",
      "\n",
      "1",
      "é",
      "e",
      "\u0301",
      "\u0323",
      "q\u0307",
      "ᄒ",
      "ᅡ",
      "ᆫ",
      "中",
      "🐈",
      "\ud83d",
      "!",
      "'s",
      "<|",
      "cat",
      ...special,
    ];
    const texts = fc.array(fc.constantFrom(...parts), { maxLength: 16 }).map((list) => list.join(""));
    fc.assert(
      fc.property(texts, texts, fc.nat(), fc.nat({ max: 4 }), (text, insert, at, length) => {
        const from = at % (text.length + 1);
        const to = Math.min(text.length, from + length);
        const edited = tokenizeText(encoding, text, "allow").update([{ from, to, insert }]);
        expect(saidBy(edited)).toEqual(saidBy(tokenizeText(encoding, text.slice(0, from) + insert + text.slice(to), "allow")));
      }),
      { numRuns: 400 },
    );
  });
});

describe("an edit in a text that is normalized", () => {
  it.each([
    { what: "one word", text: "x".repeat(20_000) },
    { what: "one run of spaces", text: " ".repeat(20_000) },
    { what: "one run of marks", text: `a${"\u0301\u0323".repeat(5000)}` },
    { what: "words of marks", text: `e\u0301${"x".repeat(300)} `.repeat(60) },
  ])("ends, and gives what a fresh start gives, where what follows it settles nothing: $what", async ({ text }) => {
    const encoding = await loadTokenizerJson("nfc-flags.json");
    for (const at of [0, 1, 5000, text.length - 1, text.length]) {
      const edited = tokenizeText(encoding, text, "allow").update([{ from: at, to: at, insert: "y" }]);
      const fresh = tokenizeText(encoding, `${text.slice(0, at)}y${text.slice(at)}`, "allow");
      expect([...edited.ids()]).toEqual([...fresh.ids()]);
      expect([...edited.ends()]).toEqual([...fresh.ends()]);
    }
  });
});

describe("a text of several long blocks", () => {
  it.each([
    { what: "NFC, Llama 3's pattern", name: "llama3-form", change: { normalizer: { type: "NFC" } } },
    { what: "NFC, Qwen's pattern", name: "llama3-form", change: { normalizer: { type: "NFC" }, pattern: regexOf("qwen2") } },
    { what: "no normalizer, tekken's pattern", name: "llama3-form", change: { pattern: regexOf("tekken") } },
    { what: "pieces that are tokens whatever merging gives", name: "anomalies-ignore-merges", change: {} },
  ])("has the ids and ends that a document has, which is read in short ones: $what", async ({ name, change }) => {
    const { pattern, ...changes } = { pattern: undefined, ...change };
    const file = { ...((await fixtureJson(`${name}.json`)) as object), ...changes };
    const split = { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false };
    const preTokenizer = { type: "Sequence", pretokenizers: [split, { type: "ByteLevel", add_prefix_space: false, use_regex: false }] };
    const whole = pattern === undefined ? file : { ...file, pre_tokenizer: preTokenizer };
    const encoding = encodingOfFile(readTokenizerJson(new TextEncoder().encode(JSON.stringify(whole))));
    const words = [
      "token",
      " unreachable",
      "e\u0301",
      " caf\u00e9",
      "don't",
      "12345",
      "\u0663\u0664",
      "\n\n",
      "   ",
      "\u1112\u1161\u11ab",
      "\u4e2d\u6587",
      "\ud83d\udc08",
      "\ud83d",
      "ABc",
      "!?/\n",
      "abcd",
      " xyz",
    ];
    let text = "";
    for (let i = 0, seed = 1; i < 160_000; i++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      text += words[(seed >>> 8) % words.length]!;
    }
    expect(text.length).toBeGreaterThan(500_000);
    const document = tokenizeText(encoding, text, "allow");
    const { ids, ends } = encoding.encodeWithEnds(text);
    expect(ids).toEqual(document.ids());
    expect(ends).toEqual(document.ends());
    expect(encoding.countTokens(text)).toBe(document.tokenCount);
  });
});

describe("places in a text without a normalizer", () => {
  it("are the reference's, where it does not give a split character to each of its tokens", async () => {
    const encoding = await loadTokenizerJson("llama3-form.json");
    for (const { text, offsets } of (await fixtureJson("llama3-form.golden.json")) as readonly GoldenCase[]) {
      const units = unitsOf(text);
      const { ends } = encoding.encodeWithEnds(text);
      for (const [i, end] of ends.entries()) {
        const isSplit = i + 1 < ends.length && offsets[i * 2 + 2]! < offsets[i * 2 + 1]!;
        expect(end, `${JSON.stringify(text)} ${i}`).toBe(units[isSplit ? offsets[i * 2]! : offsets[i * 2 + 1]!]);
      }
    }
  });
});

describe("places in a text that is normalized", () => {
  it.each([
    { text: "e\u0301a", ends: [0, 2, 3] }, // é is C3 A9, two tokens: the second one completes it, and holds letter and mark
    { text: "x\u1112\u1161\u11aby", ends: [1, 1, 1, 4, 5] },
    { text: "q\u0307\u0323!", ends: [0, 0, 0, 0, 3, 4] }, // the marks change their order: nothing may be cut in there
    { text: "\u09dc", ends: [0, 0, 0, 0, 0, 1] }, // E0 A7 9C becomes E0 A6 A1 E0 A6 BC, which begins alike
  ])("cover the whole source of $text", async ({ text, ends }) => {
    const encoding = await loadTokenizerJson("nfc-flags.json");
    expect([...encoding.encodeWithEnds(text).ends]).toEqual(ends);
    const document = tokenizeText(encoding, text, "allow");
    const byteEnds = Array.from({ length: document.tokenCount }, (_, index) => document.tokenAt(index).byteTo);
    expect(byteEnds).toEqual(ends.map((end) => new TextEncoder().encode(text.slice(0, end)).length));
  });
});

type Json = Record<string, unknown>;
describe("tokens of hundreds of bytes", () => {
  /** Runs of a space: each of twice the length of the one before, as GPT-NeoX and old Claude have them. */
  async function withRuns(longest: number): Promise<Encoding> {
    const file = structuredClone(await fixtureJson("llama3-form.json")) as Json;
    const model = file["model"] as Json;
    const vocab = { ...(model["vocab"] as Record<string, number>) };
    const merges: [string, string][] = [];
    for (let length = 2; length <= longest; length *= 2) {
      vocab["Ġ".repeat(length)] = 1000 + length;
      merges.push(["Ġ".repeat(length / 2), "Ġ".repeat(length / 2)]);
    }
    model["vocab"] = vocab;
    model["merges"] = [...merges, ...(model["merges"] as unknown[])];
    return encodingOfFile(readTokenizerJson(new TextEncoder().encode(JSON.stringify(file))));
  }

  it("are found, and have their places", async () => {
    const encoding = await withRuns(1024);
    const text = `a${" ".repeat(1024 + 512 + 1)}b${" ".repeat(300)}`;
    const { ids, ends } = encoding.encodeWithEnds(text);
    expect([...ids]).toEqual([64, 2024, 1512, 284, 1256, 1032, 1008, 1004]); // of tokenizers 0.23.2
    expect(encoding.decode(ids)).toBe(text);
    expect([...ends].slice(0, 3)).toEqual([1, 1025, 1537]);
    const document = tokenizeText(encoding, text, "allow");
    expect([...document.ids()]).toEqual([...ids]);
    expect([...document.ends()]).toEqual([...ends]);
    expect(saidBy(document.update([{ from: 700, to: 701, insert: "x" }]))).toEqual(
      saidBy(tokenizeText(encoding, `${text.slice(0, 700)}x${text.slice(701)}`, "allow")),
    );
  });

  it("of more than 2,047 bytes are refused", async () =>
    expect(withRuns(2048)).rejects.toThrow("The token 3048 has 2048 bytes, and at most 2047 are read."));
});

describe("around a text", () => {
  it("a file says which ids the model expects", async () => {
    const file = readTokenizerJson(new TextEncoder().encode(JSON.stringify(await fixtureJson("llama3-form.json"))));
    expect(file).toMatchObject({ template: { kind: "tokens", start: [500], end: [] } });
  });
});
