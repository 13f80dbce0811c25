import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapOffset, sortEdits } from "../../../src/core/text/edit.ts";
import { applyEdit, applyEdits } from "../../support/plain/applyEdits.ts";

describe("applyEdit", () => {
  it.each([
    { text: "abc", edit: { from: 1, to: 2, insert: "XY" }, after: "aXYc" },
    { text: "abc", edit: { from: 3, to: 3, insert: "!" }, after: "abc!" },
    { text: "", edit: { from: 0, to: 0, insert: "a" }, after: "a" },
    { text: "a😀b", edit: { from: 2, to: 3, insert: "" }, after: "a\ud83db" },
  ])("$text with [$edit.from, $edit.to) → $edit.insert becomes $after", ({ text, edit, after }) => {
    expect(applyEdit(text, edit)).toBe(after);
  });

  it("refuses an edit outside the text", () => {
    expect(() => applyEdit("abc", { from: 2, to: 4, insert: "" })).toThrow(
      "The edit [2, 4) does not lie in the text, which has 3 code units.",
    );
  });
});

describe("applyEdits", () => {
  it("takes edits in coordinates of the original text, in any order", () => {
    const edits = [
      { from: 4, to: 5, insert: "E" },
      { from: 0, to: 1, insert: "" },
      { from: 2, to: 2, insert: "--" },
    ];
    expect(applyEdits("abcde", edits)).toBe("b--cdE");
    expect(applyEdits("abcde", edits.toReversed())).toBe("b--cdE");
  });

  it("keeps the given order of insertions at one place", () => {
    expect(
      applyEdits("ab", [
        { from: 1, to: 1, insert: "1" },
        { from: 1, to: 1, insert: "2" },
      ]),
    ).toBe("a12b");
  });

  it("refuses overlapping edits", () => {
    expect(() =>
      sortEdits(
        [
          { from: 0, to: 2, insert: "" },
          { from: 1, to: 3, insert: "" },
        ],
        3,
      ),
    ).toThrow("overlaps one that ends at 2");
  });
});

describe("mapOffset", () => {
  it.each([
    { position: 1, bias: "before", mapped: 1 },
    { position: 2, bias: "after", mapped: 2 },
    { position: 3, bias: "before", mapped: 2 },
    { position: 3, bias: "after", mapped: 5 },
    { position: 4, bias: "before", mapped: 5 },
    { position: 6, bias: "after", mapped: 7 },
  ] as const)("[2, 4) → 3 units moves $position ($bias) to $mapped", ({ position, bias, mapped }) => {
    expect(mapOffset(position, { from: 2, to: 4, insert: "xyz" }, bias)).toBe(mapped);
  });

  it("puts a position at an insertion before or after it", () => {
    const insertion = { from: 2, to: 2, insert: "xyz" };
    expect(mapOffset(2, insertion, "before")).toBe(2);
    expect(mapOffset(2, insertion, "after")).toBe(5);
  });

  it("keeps what lies outside the edit with the character it was at", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.string(), fc.nat(), (text, a, b, insert, p) => {
        const from = Math.min(a, b) % (text.length + 1);
        const edit = { from, to: Math.min(text.length, from + (b % 5)), insert };
        const position = p % (text.length + 1);
        fc.pre(position < edit.from || position >= edit.to);
        fc.pre(position < text.length);
        expect(applyEdit(text, edit).charAt(mapOffset(position, edit, "after"))).toBe(text.charAt(position));
      }),
    );
  });
});
