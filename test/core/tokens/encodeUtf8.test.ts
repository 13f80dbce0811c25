/** Bytes encoded as they are: the ids of the text that they are, whatever holds special tokens, and however long. */
import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { builtInIds } from "../../../src/core/tokens/catalogue.ts";
import { countUtf8, encodeUtf8 } from "../../../src/core/tokens/encodeUtf8.ts";
import type { Encoding, SpecialTokenPolicy } from "../../../src/core/tokens/encoding.ts";
import { loadEncoding } from "../../support/encodings.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function idsOfBytes(encoding: Encoding, bytes: Uint8Array, policy: SpecialTokenPolicy): number[] {
  const ids: number[] = [];
  encodeUtf8(encoding, bytes, policy, (some) => ids.push(...some));
  return ids;
}

const words = constantFrom("a", "word ", "\r\n", "\n", "é", "文", "🐈", "12345", "'s", " <|", "<|endoftext|>", "<|fim_middle|>", "\uFEFF");
const texts = array(oneof(words, string({ unit: "grapheme", maxLength: 4 })), { maxLength: 40 }).map((parts) => parts.join(""));

describe.each(builtInIds)("the bytes of a text under %s", (id) => {
  let encoding: Encoding;
  beforeAll(async () => {
    encoding = await loadEncoding(id);
  });

  it("give the ids of the text, and their number", () => {
    assert(
      property(texts, constantFrom("allow", "text"), (text, policy) => {
        const ids = [...encoding.encode(text, policy)];
        expect(idsOfBytes(encoding, bytesOf(text), policy)).toEqual(ids);
        expect(countUtf8(encoding, bytesOf(text), policy)).toBe(ids.length);
      }),
    );
  });

  it("give them in several blocks, also where a piece is longer than one", () => {
    const text = `${"Grüße, 世界! The quick brown 🐈 jumps.\n".repeat(20_000)}${"x".repeat(600_000)} end`;
    const found: Int32Array[] = [];
    encodeUtf8(encoding, bytesOf(text), "allow", (ids) => found.push(ids.slice()));
    expect(found.length).toBeGreaterThan(2);
    const all = Buffer.concat(found.map(({ buffer }) => new Uint8Array(buffer)));
    expect(all.equals(new Uint8Array(encoding.encode(text).buffer))).toBe(true);
  });
});

it("refuses special tokens with the place in the text", async () => {
  const encoding = await loadEncoding("gpt2");
  const text = "éé<|endoftext|>";
  const refused = expect.objectContaining({ name: "SpecialTokenError", from: 2 }) as Error;
  expect(() => encodeUtf8(encoding, bytesOf(text), "error", () => undefined)).toThrow(refused);
  expect(() => countUtf8(encoding, bytesOf(text), "error")).toThrow(refused);
  expect(idsOfBytes(encoding, bytesOf("no <| here"), "error")).toEqual([...encoding.encode("no <| here")]);
});
