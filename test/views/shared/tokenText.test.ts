import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textParts, visibleText } from "../../../src/views/shared/tokenText.ts";

describe("a token's text in parts", () => {
  it.each([
    { text: "Kate", shown: "Kate" },
    { text: " Awakening", shown: "·Awakening" },
    { text: "    if", shown: "····if" },
    { text: "\n", shown: "⏎" },
    { text: "\n\n", shown: "⏎⏎" },
    { text: "\r\n", shown: "\\r⏎" },
    { text: "\tx", shown: "→x" },
    { text: "a\u00a0b", shown: "aU+00A0b" },
    { text: "\u200b", shown: "U+200B" },
    { text: "\ufeff#", shown: "U+FEFF#" },
    { text: "", shown: "" },
  ])("$text is shown as $shown", ({ text, shown }) => {
    expect(visibleText(text)).toBe(shown);
  });

  it("the parts' texts together are the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(
          textParts(text)
            .map((part) => part.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});
