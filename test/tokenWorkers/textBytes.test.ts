/** The text of a part, made of bytes alone: what decoding it and replacing its line ends gives. */
import { array, assert, boolean, constantFrom, property } from "fast-check";
import { expect, it } from "vitest";
import { decodesAsUtf8 } from "../../src/host/platform/files.ts";
import { textBytes } from "../../src/host/tokenWorkers/textBytes.ts";

const parts = array(constantFrom("a", "\r", "\n", "\r\n", "é", "🐈", "\uFEFF", " "), { maxLength: 30 }).map((some) => some.join(""));

it("is the text without a mark at the document's beginning, with the line ends that are wanted", () => {
  assert(
    property(parts, boolean(), constantFrom("lf", "document"), (text, isFirst, endOfLine) => {
      const found = textBytes({ bytes: new TextEncoder().encode(text), isFirst, endOfLine }, decodesAsUtf8);
      const unmarked = isFirst ? text.replace(/^\uFEFF/, "") : text;
      expect(Buffer.from(found ?? []).toString()).toBe(endOfLine === "lf" ? unmarked.replaceAll(/\r\n?/g, "\n") : unmarked);
    }),
  );
});

it.each([
  { what: "Latin-1", bytes: [0x63, 0xe9] },
  { what: "a character cut short", bytes: [0x61, 0xf0, 0x9f, 0x90] },
  { what: "a surrogate", bytes: [0xed, 0xa0, 0x80] },
  { what: "more bytes than the character needs", bytes: [0xc0, 0xaf] },
])("is undefined for $what", ({ bytes }) => {
  expect(textBytes({ bytes: Uint8Array.from(bytes), isFirst: false, endOfLine: "lf" }, decodesAsUtf8)).toBeUndefined();
});
