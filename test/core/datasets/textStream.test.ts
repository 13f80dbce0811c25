import { array, assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { specialTokenSet } from "../../../src/core/tokens/specialTokens.ts";
import { lastSafeCut } from "../../../src/core/tokens/pattern/safeCut.ts";
import { textStream } from "../../../src/core/datasets/textStream.ts";

const cut = (text: string): number => lastSafeCut(text, specialTokenSet([]));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text of `bytes` given `size` at a time. */
function streamed(bytes: Uint8Array, size: number, endOfLine: "lf" | "document"): string {
  const stream = textStream(endOfLine, cut);
  let text = "";
  for (let from = 0; from < bytes.length; from += size) text += stream.pushBytes(bytes.subarray(from, from + size));
  return text + stream.finish();
}

const texts = array(constantFrom("a", "word ", "\r\n", "\r", "\n", "é", "文", "🐈", "1")).map((parts) => parts.join(""));

describe("textStream", () => {
  it("gives the text as Python's text mode reads it, however the bytes arrive", () => {
    assert(
      property(texts, integer({ min: 1, max: 7 }), (text, size) => {
        expect(streamed(bytesOf(text), size, "lf")).toBe(text.replaceAll("\r\n", "\n").replaceAll("\r", "\n"));
        expect(streamed(bytesOf(text), size, "document")).toBe(text);
      }),
    );
  });

  it("leaves out a byte order mark", () => expect(streamed(bytesOf("\uFEFFfirst"), 2, "lf")).toBe("first"));

  it("refuses bytes that are no UTF-8, also at the end", () => {
    expect(() => streamed(Uint8Array.of(0x61, 0xff, 0x62), 3, "lf")).toThrow(TypeError);
    expect(() => streamed(Uint8Array.of(0x61, 0xc3), 3, "lf")).toThrow(TypeError);
  });

  it("holds only what follows the last safe cut", () => {
    const stream = textStream("lf", cut);
    expect(stream.pushText("The quick bro")).toBe("The quick");
    expect(stream.pushText("wn fox")).toBe(" brown");
    expect(stream.finish()).toBe(" fox");
  });
});
