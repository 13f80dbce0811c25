/** The two long lists of a tokenizer.json, read from its bytes: what `JSON.parse` makes of the same text, however the text is written. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLongLists } from "../../../../../src/core/tokens/files/json/longLists.ts";
import { readTokenizerJson } from "../../../../../src/core/tokens/files/json/readTokenizerJson.ts";
import { fixtureBytes, fixtureJson } from "../../../../support/tokenizerFiles.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** As Python writes JSON: with escapes for all beyond ASCII. */
const inAscii = (json: string): string =>
  json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A token's name: any text, and what means something to objects or to JSON. */
const name = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("__proto__", "constructor", "\\", '"', "\n", "\u0000", "\ud83d\ude00", "7", ""),
);
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 40 });

describe("the lists of a tokenizer.json", () => {
  it("hold the names and ids that JSON.parse finds, and leave the rest to it", () => {
    fc.assert(
      fc.property(names, fc.constantFrom(undefined, 1, "\t"), fc.boolean(), (tokens, indent, isEscaped) => {
        const vocab = Object.fromEntries(tokens.map((token, i) => [token, tokens.length - i]));
        Object.defineProperty(vocab, "__proto__", { value: tokens.length + 1, enumerable: true });
        const rest = { type: "BPE", "other {": ["}", '"', { vocab: 3 }] };
        const plain = JSON.stringify({ before: [1, "\\"], model: { ...rest, vocab, merges: [] }, after: null }, undefined, indent);
        const text = isEscaped ? inAscii(plain) : plain;
        const lists = readLongLists(utf8(text));
        const parsed = JSON.parse(text) as { model: { vocab: Record<string, number> } };
        const found = Array.from(lists?.names.ids ?? [], (id, i) => [lists?.names.text(i), id]);
        expect(new Map(found as [string, number][])).toEqual(new Map(Object.entries(parsed.model.vocab)));
        for (const [token, id] of Object.entries(parsed.model.vocab)) expect(lists?.names.idOf(token)).toBe(id);
        expect(lists?.file).toEqual({ before: [1, "\\"], model: { ...rest, vocab: {}, merges: [] }, after: null });
      }),
    );
  });

  const files = ["llama3-form.json", "sentencepiece-bpe.json", "nfc-flags.json"];
  type File = { model: { vocab: Record<string, number>; merges: (string | readonly string[])[] } } & Record<string, unknown>;
  const rewritten: readonly { readonly how: string; readonly write: (file: File, plain: string) => string | Uint8Array }[] = [
    { how: "without white space", write: (file) => JSON.stringify(file) },
    { how: "indented", write: (file) => JSON.stringify(file, undefined, 4).replaceAll("\n", "\r\n") },
    { how: "in ASCII", write: (file) => inAscii(JSON.stringify(file)) },
    { how: "after a byte order mark", write: (file) => `\ufeff${JSON.stringify(file)}` },
    {
      how: "with merges before the vocabulary",
      write: ({ model: { merges, vocab, ...model }, ...file }) => JSON.stringify({ ...file, model: { merges, ...model, vocab } }),
    },
    {
      how: "with merges as pairs",
      write: ({ model, ...file }) =>
        JSON.stringify({
          ...file,
          model: { ...model, merges: model.merges.map((merge) => (typeof merge === "string" ? merge.split(" ") : merge)) },
        }),
    },
    { how: "with ids as 1.0 and 1e1", write: (_, plain) => plain.replaceAll(/: ?(\d+)(?=[,}])/g, ": $1.0e0") },
    { how: "with a list twice, of which the last counts", write: (_, plain) => plain.replace('"vocab":', '"vocab":{"a":7},"vocab":') },
    {
      how: "with a token twice, of which the last counts",
      write: ({ model: { vocab } }, plain) => plain.replace('"vocab":{', `"vocab":{${JSON.stringify(Object.keys(vocab).at(-1))}:3,`),
    },
  ];

  it.each(files.flatMap((file) => rewritten.map((way) => ({ file, ...way }))))("say the same in $file $how", async ({ file, write }) => {
    const json = (await fixtureJson(file)) as File;
    const written = write(json, JSON.stringify(json));
    const again = readTokenizerJson(typeof written === "string" ? utf8(written) : written);
    const byId = <Value extends { readonly tokens: readonly { readonly id: number }[] }>(read: Value): Value => ({
      ...read,
      tokens: read.tokens.toSorted((a, b) => a.id - b.id), // a name that comes again keeps the place of the first
    });
    expect(byId(again)).toEqual(byId(readTokenizerJson(await fixtureBytes(file))));
  });

  it.each([
    { text: '{"a": 1, "b": 1}', says: "Two tokens have the id 1" },
    { text: '{"a": 1.5}', says: "has the id 1.5" },
    { text: '{"a": 99999999}', says: "has the id 99999999" },
    { text: '{"\\ud800": 1}', says: "holds half of a pair of surrogates" },
    { text: '["a"]', says: "model.vocab is" },
    { text: '{"a": 01}', says: "no JSON in UTF-8" },
    { text: '{"a" 1}', says: "no JSON in UTF-8" },
    { text: '{"a\n": 1}', says: "no JSON in UTF-8" },
    { text: '{"a": 1,}', says: "no JSON in UTF-8" },
  ])("are refused in a sentence: vocab $text", ({ text, says }) => {
    expect(() => readTokenizerJson(utf8(`{"model": {"type": "BPE", "merges": [], "vocab": ${text}}}`))).toThrow(says);
  });

  it("are refused where a name is no UTF-8, be the pieces of two of them some together", () => {
    const bytes = utf8('{"model": {"type": "BPE", "vocab": {"a?": 1, "?": 2}, "merges": []}}');
    bytes[bytes.indexOf(0x3f)] = 0xc4;
    bytes[bytes.indexOf(0x3f)] = 0xa0;
    expect(() => readTokenizerJson(bytes)).toThrow("no JSON in UTF-8");
  });
});
