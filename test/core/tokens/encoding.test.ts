/** Ids equal those of tiktoken's WebAssembly build: a quick subset. All of it: test/verify. */
import { get_encoding } from "tiktoken";
import { describe, expect, it } from "vitest";
import { encodingNames } from "../../../src/core/tokens/encodings/encodings.ts";
import { loadEncoding } from "../../support/encodings.ts";
import { awkwardTexts } from "../../support/awkwardTexts.ts";

describe.each(encodingNames)("%s", (name) => {
  it("gives tiktoken's ids on awkward texts, with special tokens allowed and as text", async () => {
    const oracle = get_encoding(name);
    const encoding = await loadEncoding(name);
    for (const text of awkwardTexts) {
      expect([...encoding.encode(text, "allow")], JSON.stringify(text)).toEqual([...oracle.encode(text, "all")]);
      expect([...encoding.encode(text, "text")], JSON.stringify(text)).toEqual([...oracle.encode_ordinary(text)]);
      const { ids, ends } = encoding.encodeWithEnds(text);
      expect(ends.at(-1) ?? 0).toBe(text.length);
      expect(encoding.countTokens(text)).toBe(ids.length);
      expect(encoding.decode(ids)).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text)));
    }
    oracle.free();
  });
});
