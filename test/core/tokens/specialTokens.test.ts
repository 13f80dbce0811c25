import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenFinder } from "../../../src/core/tokens/tokenFinder.ts";
import { mayHold, specialTokenSet } from "../../../src/core/tokens/specialTokens.ts";

const set = specialTokenSet(
  [
    ["<s>", 1],
    ["<sep>", 2],
    ["[MASK]", 3],
    ["\n\n", 4],
    ["\n\n\n", 5],
  ],
  { endOfText: "<sep>" },
);

describe("a set of special tokens", () => {
  it("knows where its tokens may begin, how long they are and which ends a document", () => {
    expect([...set.firstUnits].map((unit) => String.fromCharCode(unit))).toEqual(["<", "[", "\n"]);
    expect(set.beginnings).toEqual(["<s", "[MASK]", "\n\n"]);
    expect(set.longest).toBe(6);
    expect(set.endOfText).toBe(2);
    expect(specialTokenSet([]).longest).toBe(0);
  });

  it.each([
    { text: "a<s>b", from: 0, token: "<s>", at: 1 },
    { text: "[MASK]<s>", from: 1, token: "<s>", at: 6 },
    { text: "\n\n\n\n", from: 0, token: "\n\n\n", at: 0 },
    { text: "<<s<sep>", from: 0, token: "<sep>", at: 3 },
  ])("finds $token in $text from $from: leftmost, then longest", ({ text, from, token, at }) => {
    expect(new TokenFinder(text, set).find(from)).toEqual({ token, id: set.tokens.get(token), from: at, to: at + token.length });
  });

  it("finds none that starts behind the end it is given", () => {
    expect(new TokenFinder("ab<s>", set).find(0, 2)).toBeUndefined();
    expect(new TokenFinder("ab<s>", set).find(0, 3)?.from).toBe(2);
  });

  it("knows each place that is inside of a token, or may be", () => {
    const texts = array(constantFrom("<", "s", "e", "p", ">", "[MASK]", "\n", "<sep>", " ")).map((parts) => parts.join(""));
    assert(
      property(texts, (text) => {
        for (let at = 0; at <= text.length; at++) {
          const tokens = [...set.tokens.keys()];
          const holds = tokens.some((token) =>
            Array.from({ length: token.length - 1 }, (_, i) => i + 1).some((inside) => text.slice(0, at).endsWith(token.slice(0, inside))),
          );
          expect(mayHold(text, set, at)).toBe(holds);
        }
      }),
    );
  });
});
