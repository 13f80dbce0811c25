/** The hand-written scanners cut a text where the encodings' regular expressions do, as js-tiktoken ships them, and need not see all of it. */
import * as fc from "fast-check";
import cl100kRanks from "js-tiktoken/ranks/cl100k_base";
import gpt2Ranks from "js-tiktoken/ranks/gpt2";
import o200kRanks from "js-tiktoken/ranks/o200k_base";
import { describe, expect, it } from "vitest";
import { blockLength, encodeBlock } from "../../../../src/core/tokens/engine/encoder.ts";
import { loadEncoding } from "../../../support/encodings.ts";
import { runText, tokenText } from "../../../support/tokenTexts.ts";

/** Only characters whose classes no version of Unicode has changed. JavaScript's `\s` and tiktoken's differ in U+0085 and U+FEFF, and its `'s`
 *  takes U+017F; lone surrogates become U+FFFD. */
const comparable = (text: string): string =>
  text
    .toWellFormed()
    .replace(
      /[^\u0301\0-\u0084\u0086-\u017e\u0391-\u03c9\u0410-\u044f\u0905-\u0939\u2028\u3000\u4e00-\u9fa5\uac00-\ud7a3\ufffd😀👍𝕳𐐀]/gu,
      "x",
    );

/** The ends of the pieces in code units. */
async function scan(name: "gpt2" | "cl100k_base" | "o200k_base", text: string): Promise<number[]> {
  const { encoder } = await loadEncoding(name);
  const bytes = new TextEncoder().encode(text);
  const ends: number[] = [];
  for (let from = 0; from < text.length;) {
    const length = encodeBlock(encoder, text, from, text.length);
    const start = new TextEncoder().encode(text.slice(0, from)).length;
    for (const end of encoder.ends.subarray(0, encoder.pieceCount))
      ends.push(new TextDecoder().decode(bytes.subarray(start, start + end)).length + from);
    from += length;
  }
  return ends;
}

describe.each([
  ["gpt2", gpt2Ranks.pat_str],
  ["cl100k_base", cl100kRanks.pat_str],
  ["o200k_base", o200kRanks.pat_str],
] as const)("the pieces of %s", (name, pattern) => {
  it("are the matches of its pattern", async () => {
    const expression = new RegExp(pattern, "gu");
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 20, arbitrary: tokenText() }, { weight: 1, arbitrary: runText(500) }), async (generated) => {
        const text = comparable(generated);
        const matches = Array.from(text.matchAll(expression), (match) => match.index + match[0].length);
        expect(await scan(name, text)).toEqual(matches);
      }),
    );
  });

  it("are the same whatever follows, where a block ends inside a longer text", async () => {
    const { encoder } = await loadEncoding(name);
    await fc.assert(
      fc.asyncProperty(tokenText(60), tokenText(10), async (text, more) => {
        const length = encodeBlock(encoder, text, 0, text.length, false);
        const settled = encoder.ends.slice(0, encoder.pieceCount);
        expect(length).toBeLessThanOrEqual(text.length);
        encodeBlock(encoder, text + more, 0, text.length + more.length);
        expect(encoder.ends.slice(0, settled.length)).toEqual(settled);
      }),
    );
  });
});

describe("blocks of a long text", () => {
  const lengthOf = async (name: "gpt2" | "cl100k_base" | "o200k_base", unit: string): Promise<number> => {
    const text = unit.repeat(Math.ceil((blockLength * 2) / unit.length));
    return encodeBlock((await loadEncoding(name)).encoder, text, 0, text.length, false);
  };

  it.each(["gpt2", "cl100k_base", "o200k_base"] as const)("of %s are nearly whole", async (name) => {
    expect(await lengthOf(name, "words and Words ")).toBeGreaterThan(blockLength - 100);
    expect(await lengthOf(name, "a1B2")).toBeGreaterThan(blockLength - 100);
  });

  // The pattern reads a run of upper-case letters to its end: without one a block would be read again and again, longer each time.
  it.each(["aAaAAa", "camelCaseHTTPServer", "мИрМИр"])("of o200k_base are nearly whole in mixed case without a break: %s", async (unit) => {
    expect(await lengthOf("o200k_base", unit)).toBeGreaterThan(blockLength - 100);
  });
});
