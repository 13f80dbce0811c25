/** Cutting a text for workers and slices, under an encoding of a file: its parts, encoded by themselves, give the ids of the whole. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Encoding } from "../../../../src/core/tokens/encoding.ts";
import { readTokenizerJson } from "../../../../src/core/tokens/files/json/readTokenizerJson.ts";
import { patternNames, regexOf } from "../../../../src/core/tokens/pattern/patterns.ts";
import { encodingOfFile, fixtureJson, loadTokenizerJson } from "../../../support/tokenizerFiles.ts";

const pieces = [
  ..."ab1 _/!'。文é\n\t",
  "Word",
  "'s",
  "  ",
  "\r\n",
  "234",
  "token",
  "<|eot|>",
  "<|",
  "e\u0301",
  "\u0301",
  "ᄒ",
  "ᅡ",
  "ſ",
  "🐈",
  "\ud83d",
  "\u00a0",
  "\u0085",
  "▁",
  "ÅB",
  "x\u200d",
];

/** The text at every place where it may be cut. */
function parts(encoding: Encoding, text: string): string[] {
  const found: string[] = [];
  let rest = text;
  for (let cut = encoding.lastSafeCut(rest); cut > 0; cut = encoding.lastSafeCut(rest)) {
    found.unshift(rest.slice(cut));
    rest = rest.slice(0, cut);
  }
  return [rest, ...found];
}

/** @returns in how many parts a text of ordinary words is cut */
function checkCuts(encoding: Encoding): number {
  const special = [...encoding.vocabulary.specialTokens.tokens.keys()];
  const texts = fc.array(fc.constantFrom(...pieces, ...special), { maxLength: 24 }).map((list) => list.join(""));
  fc.assert(
    fc.property(texts, (text) => {
      expect(parts(encoding, text).flatMap((part) => [...encoding.encode(part)])).toEqual([...encoding.encode(text)]);
    }),
    { numRuns: 400 },
  );
  return parts(encoding, "The cat sat on the mat. It was a very good mat, and the cat knew it.\n").length;
}

const split = (regex: string) => ({ type: "Split", pattern: { Regex: regex }, behavior: "Isolated", invert: false });

async function withSplits(regexes: readonly string[]): Promise<Encoding> {
  const file = (await fixtureJson("llama3-form.json")) as Record<string, unknown>; // it is an object
  const pretokenizers = [...regexes.map(split), { type: "ByteLevel", add_prefix_space: false, use_regex: false }];
  return encodingOfFile(
    readTokenizerJson(new TextEncoder().encode(JSON.stringify({ ...file, pre_tokenizer: { type: "Sequence", pretokenizers } }))),
  );
}

describe("where a text may be cut", () => {
  it.each(["llama3-form", "nfc-flags", "anomalies-ignore-merges", "anomalies-merges-only", "sentencepiece-bpe", "spaces-in-runs"])(
    "its parts give the ids of the whole: %s",
    async (name) => void checkCuts(await loadTokenizerJson(`${name}.json`)),
  );

  it.each([
    ...patternNames.map((name) => [regexOf(name)]),
    [
      String.raw`\p{N}{1,3}`,
      "[一-龥぀-ゟ゠-ヿ]+",
      String.raw`[!-/:-~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
    ], // DeepSeek V3's
    [String.raw`\p{L}+`], // what it does not match is one piece
    [String.raw`a.*b|.`],
    [String.raw`\s+(?!\S)|\S+|\s`],
  ])("whatever the regexes: %s …", async (...regexes) => {
    const count = checkCuts(await withSplits(regexes));
    if (regexes.at(-1)?.includes(String.raw`\s*[\r\n]+`) === true) expect(count).toBeGreaterThan(10);
  });
});
