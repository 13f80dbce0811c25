import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textParts, visibleText } from "../../../src/core/text/visibleText.ts";

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
    { text: "\ufe0f", shown: "U+FE0F" },
    { text: "\u3164", shown: "U+3164" },
    { text: "\u2800", shown: "U+2800" },
    { text: "\u{e0041}", shown: "U+E0041" },
    { text: "a\u200db", shown: "aU+200Db" },
    { text: "\u202eabc", shown: "U+202Eabc" },
    { text: "\0", shown: "U+0000" },
    { text: "\u0301", shown: "\u25cc\u0301" },
    { text: "\u0301\u0327 cafe\u0301", shown: "\u25cc\u0301\u0327·cafe\u0301" },
    { text: "\u093e\u0915\u0940", shown: "\u25cc\u093e\u0915\u0940" },
    { text: " \u20e3", shown: "·\u25cc\u20e3" },
    { text: "", shown: "" },
  ])("$text is shown as $shown", ({ text, shown }) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each(["\u2764\ufe0f", "\u{1f44d}\u{1f3fd}", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", "\u845b\u{e0100}", "e\u0301", "1\ufe0f\u20e3"])(
    "%s is one thing to see, what selects its look is not drawn apart",
    (text) => {
      expect(visibleText(text)).toBe(text);
    },
  );

  it("nothing is drawn as nothing", () => {
    const unseen = /^[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]*$/u;
    fc.assert(fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => !unseen.test(visibleText(text))));
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
