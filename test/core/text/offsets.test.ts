import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toByteOffset, toTextOffset, utf8Length } from "../../../src/core/text/offsets.ts";

const units = fc.string({
  unit: fc.oneof(
    fc.constantFrom("a", "é", "中", "😀", "\ud800", "\udc00", "\0"),
    fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
  ),
});

describe("UTF-16 ↔ UTF-8", () => {
  it("counts the bytes TextEncoder writes, a lone surrogate as three", () => {
    fc.assert(fc.property(units, (text) => utf8Length(text) === new TextEncoder().encode(text).length));
  });

  it("comes back from a byte offset to the character it was taken at", () => {
    fc.assert(
      fc.property(units, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        const back = toTextOffset(text, toByteOffset(text, offset));
        expect(offset - back).toBe(offset > 0 && text.codePointAt(offset - 1)! > 0xffff ? 1 : 0); // inside a pair: its start
      }),
    );
  });

  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [4, 1],
    [5, 3],
  ])("byte %i of a😀 is at or behind code unit %i", (byte, unit) => expect(toTextOffset("a😀", byte)).toBe(unit));

  it("refuses offsets outside the text", () => {
    expect(() => toByteOffset("a", 2)).toThrow("Offset 2 does not lie in the text, which has 1 code units.");
    expect(() => toTextOffset("a", 2)).toThrow("Byte offset 2 lies past the end of the text, which has 1 bytes.");
  });
});
