import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moveScope } from "../../src/lens/scope.ts";
import { applyEdit } from "../support/plain/applyEdits.ts";

const text = "0123456789";
const scope = { from: 3, to: 6 };

describe("a scope, when the document is edited", () => {
  it.each([
    { about: "before it", edit: { from: 1, to: 1, insert: "ab" }, is: "345", from: 5 },
    { about: "behind it", edit: { from: 8, to: 9, insert: "" }, is: "345", from: 3 },
    { about: "inside it", edit: { from: 4, to: 5, insert: "xyz" }, is: "3xyz5", from: 3 },
    { about: "at its start", edit: { from: 3, to: 3, insert: "ab" }, is: "345", from: 5 },
    { about: "at its end", edit: { from: 6, to: 6, insert: "ab" }, is: "345", from: 3 },
    { about: "over its start", edit: { from: 1, to: 4, insert: "ab" }, is: "45", from: 3 },
    { about: "over its end", edit: { from: 5, to: 8, insert: "ab" }, is: "34", from: 3 },
    { about: "all over it", edit: { from: 1, to: 9, insert: "ab" }, is: "", from: 3 },
    { about: "exactly over it", edit: { from: 3, to: 6, insert: "ab" }, is: "ab", from: 3 },
  ])("$about", ({ edit, is, from }) => {
    const moved = moveScope(scope, edit);
    expect(moved.scope.from).toBe(from);
    expect(applyEdit(text, edit).slice(moved.scope.from, moved.scope.to)).toBe(is);
  });

  it("holds the text that the edit inside it makes of its own text", () => {
    const edits = fc.array(fc.record({ at: fc.nat(30), length: fc.nat(10), insert: fc.string({ maxLength: 5 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.nat(30), fc.nat(30), edits, (source, a, b, changes) => {
        let whole = source;
        let moved = { from: Math.min(a, b, whole.length), to: Math.min(Math.max(a, b), whole.length) };
        let own = whole.slice(moved.from, moved.to);
        for (const { at, length, insert } of changes) {
          const from = Math.min(at, whole.length);
          const edit = { from, to: Math.min(whole.length, from + length), insert };
          const { scope: after, inside } = moveScope(moved, edit);
          whole = applyEdit(whole, edit);
          if (inside !== undefined) own = applyEdit(own, inside);
          moved = after;
          expect(whole.slice(moved.from, moved.to)).toBe(own);
        }
      }),
    );
  });
});
