/** The model's own start and end tokens around a text: what Hugging Face's library adds with add_special_tokens (tokenizers 0.23.2: the goldens), at
 *  places that are the text's own. */
import { inEnglish } from "../../../../src/core/sentence.ts";
import { whyNone } from "../../../../src/core/tokens/template.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToBudget } from "../../../../src/core/tokens/budget.ts";
import { cuttable } from "../../../../src/core/tokens/document/cuttable.ts";
import { withStartAndEnd } from "../../../../src/core/tokens/document/framedText.ts";
import { TokenCounts } from "../../../../src/core/tokens/document/tokenCounts.ts";
import { tokenizeText } from "../../../../src/core/tokens/document/tokenizedText.ts";
import type { Encoding } from "../../../../src/core/tokens/encoding.ts";
import { readTokenizerJson } from "../../../../src/core/tokens/files/json/readTokenizerJson.ts";
import { encodingOfFile, fixtureJson, type GoldenCase, loadTokenizerJson } from "../../../support/tokenizerFiles.ts";

const start = 500;
const end = 501;

/** llama3-form.json under another post-processor. */
async function encodingWith(processor: unknown): Promise<Encoding> {
  const file = { ...((await fixtureJson("llama3-form.json")) as object), post_processor: processor };
  return encodingOfFile(readTokenizerJson(new TextEncoder().encode(JSON.stringify(file))));
}

const special = (id: string): object => ({ SpecialToken: { id, type_id: 0 } });
const text = { Sequence: { id: "A", type_id: 0 } };
const template = (...single: readonly object[]): object => ({
  type: "TemplateProcessing",
  single,
  pair: [],
  special_tokens: { "<|bos|>": { id: "<|bos|>", ids: [start] }, "<|eot|>": { id: "<|eot|>", ids: [end] }, far: { id: "far", ids: [9999] } },
});
const framed = await encodingWith(template(special("<|bos|>"), text, special("<|eot|>"), special("<|eot|>")));

describe("the ids with start and end tokens", () => {
  it.each(["llama3-form", "nfc-flags", "sentencepiece-bpe"])("are the reference's: %s", async (name) => {
    const encoding = await loadTokenizerJson(`${name}.json`);
    for (const { text: source, withSpecialTokens } of (await fixtureJson(`${name}.golden.json`)) as readonly GoldenCase[])
      expect([...withStartAndEnd(tokenizeText(encoding, source, "allow"), true).ids()], JSON.stringify(source)).toEqual(withSpecialTokens);
  });

  it("are the reference's under each kind of post-processor", async () => {
    interface Golden {
      readonly post_processor: unknown;
      readonly texts: readonly GoldenCase[];
    }
    for (const { post_processor: processor, texts } of (await fixtureJson("post-processors.golden.json")) as readonly Golden[]) {
      const encoding = await encodingWith(processor);
      for (const { text: source, ids } of texts)
        expect([...withStartAndEnd(tokenizeText(encoding, source, "allow"), true).ids()], JSON.stringify(processor)).toEqual(ids);
    }
  });

  it.each([
    { processor: { type: "PairProcessing" }, why: "comes from a file whose post_processor PairProcessing is not followed" },
    { processor: { type: "Sequence", processors: [template(text), template(text)] }, why: "has 2 parts that add tokens" },
    { processor: template(text, text), why: "has a template with the text 2 times" },
    { processor: template(special("<|bos|>")), why: "has a template with the text 0 times" },
    { processor: template(special("nobody"), text), why: 'has a template with {"SpecialToken":{"id":"nobody","type_id":0}}' },
    { processor: template(special("far"), text), why: "names the id 9999, which is no token of the file" },
    { processor: template(text, { Sequence: { id: "B", type_id: 1 } }), why: "has a template with" },
    { processor: { type: "BertProcessing", cls: ["<|bos|>"], sep: ["<|eot|>", 501] }, why: "has a cls or sep without an id" },
    { processor: template(...Array.from({ length: 65 }, () => special("<|bos|>")), text), why: "adds more than 64 tokens" },
    {
      processor: {
        ...template(special("many"), text),
        special_tokens: { many: { id: "many", ids: Array.from({ length: 300_000 }, () => start) } },
      },
      why: "adds more than 64 tokens", // as arguments of one call they were more than the stack holds
    },
    { processor: 7, why: "is no list of objects" },
    { processor: null, why: "comes from a file that names no start and end tokens" },
  ])("are not offered, and the file is read all the same: $why", async ({ processor, why }) => {
    const encoding = await encodingWith(processor);
    const { template } = encoding.spec;
    expect(template.kind === "none" && inEnglish(whyNone(template, "my tokenizer"))).toMatch(
      /^my tokenizer comes from a file that|^my tokenizer comes from a file whose post_processor /,
    );
    expect(template.kind === "none" && inEnglish(whyNone(template, "my tokenizer"))).toContain(why);
    const plain = tokenizeText(encoding, "token", "allow");
    expect(withStartAndEnd(plain, true)).toBe(plain);
  });
});

describe("a text with start and end tokens", () => {
  const around = (source: string): ReturnType<typeof withStartAndEnd> => withStartAndEnd(tokenizeText(framed, source, "allow"), true);

  it("is the text as it is where nobody asks for them", () => {
    const plain = tokenizeText(framed, "a token", "allow");
    expect(withStartAndEnd(plain, false)).toBe(plain);
  });

  it("has them without text: all places are those of the text alone", () => {
    const plain = tokenizeText(framed, "né 🐈 tokens", "allow");
    const tokens = around("né 🐈 tokens");
    expect(tokens.tokenCount).toBe(plain.tokenCount + 3);
    expect([tokens.length, tokens.byteLength, tokens.slice(0, 99)]).toEqual([plain.length, plain.byteLength, "né 🐈 tokens"]);
    expect(tokens.tokenAt(0)).toEqual({ index: 0, id: start, from: 0, to: 0, byteFrom: 0, byteTo: 0 });
    expect(tokens.pieceAt(0)).toEqual({ from: 0, to: 0, tokenFrom: 0, tokenTo: 1 });
    const last = tokens.tokenCount - 1;
    expect(tokens.tokenAt(last)).toEqual({ index: last, id: end, from: 12, to: 12, byteFrom: 15, byteTo: 15 });
    for (let index = 0; index < plain.tokenCount; index++) {
      expect(tokens.tokenAt(index + 1)).toEqual({ ...plain.tokenAt(index), index: index + 1 });
      const piece = plain.pieceAt(index);
      expect(tokens.pieceAt(index + 1)).toEqual({ ...piece, tokenFrom: piece.tokenFrom + 1, tokenTo: piece.tokenTo + 1 });
    }
    expect(() => tokens.tokenAt(last + 1)).toThrow(RangeError);
  });

  it("finds the text's tokens at its places, and none that is added", () => {
    const plain = tokenizeText(framed, "né 🐈 tokens", "allow");
    const tokens = around("né 🐈 tokens");
    for (let at = 0; at <= plain.length; at++) {
      expect(tokens.tokenIndexAt(at)).toBe(plain.tokenIndexAt(at) + 1);
      const touching = plain.tokensTouching(at, at + 2);
      expect(tokens.tokensTouching(at, at + 2)).toEqual({ from: touching.from + 1, to: touching.to + 1 });
    }
    for (let at = 0; at <= plain.byteLength; at++) expect(tokens.tokenIndexAtByte(at)).toBe(plain.tokenIndexAtByte(at) + 1);
  });

  it("is there for an empty text too", () => {
    const tokens = around("");
    expect([...tokens.ids()]).toEqual([start, end, end]);
    expect([...tokens.ends()]).toEqual([0, 0, 0]);
    expect(tokens.tokenIndexAt(-1)).toBe(1);
  });

  it("gives any stretch of ids and ends, and their counts", () => {
    const words = fc.array(fc.constantFrom("a ", "token", "🐈", "\n", "é"), { maxLength: 12 }).map((list) => list.join(""));
    fc.assert(
      fc.property(words, fc.nat(12), fc.nat(12), (source, from, length) => {
        const tokens = around(source);
        const all = Array.from({ length: tokens.tokenCount }, (_, index) => tokens.tokenAt(index));
        expect([...tokens.ids(from, from + length)]).toEqual(all.slice(from, from + length).map(({ id }) => id));
        expect([...tokens.ends(from, from + length)]).toEqual(all.slice(from, from + length).map(({ to }) => to));
        const inChunks = tokens.chunks.flatMap(({ ids }) => [...ids]);
        expect(inChunks).toEqual(all.map(({ id }) => id));
        const counts = new TokenCounts(framed.vocabulary.vocabSize);
        counts.update(tokens.chunks);
        expect(counts.of(end)).toBe(2);
      }),
    );
  });

  it("keeps its law after edits, and shares the chunks of its start and end", () => {
    const words = fc.array(fc.constantFrom("a ", "token", "🐈", "\n", "é"), { maxLength: 12 }).map((list) => list.join(""));
    fc.assert(
      fc.property(words, words, fc.nat(), (source, insert, place) => {
        const from = place % (source.length + 1);
        const before = around(source);
        const edited = before.update([{ from, to: from, insert }]);
        expect([...edited.ids()]).toEqual([...around(source.slice(0, from) + insert + source.slice(from)).ids()]);
        expect(edited.chunks[0]).toBe(before.chunks[0]);
        expect(edited.chunks.at(-1)).toBe(before.chunks.at(-1));
      }),
    );
  });

  it("is cut to a budget with them counted", () => {
    const source = "the stride windows and tokens ".repeat(2000);
    const tokens = around(source);
    for (const budget of [3, 4, 10, 5000]) {
      const { to, tokenCount } = cutToBudget(cuttable(tokens), budget);
      expect(tokenCount).toBe(around(source.slice(0, to)).tokenCount);
      expect(tokenCount).toBeLessThanOrEqual(budget);
      expect(around(source.slice(0, to + 12)).tokenCount).toBeGreaterThan(budget);
    }
    expect(cutToBudget(cuttable(tokens), 2)).toEqual({ to: 0, tokenCount: 0 });
  });
});
