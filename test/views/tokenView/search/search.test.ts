import { describe, expect, it } from "vitest";
import { bySwitched, ended, foundIn, search, stepped, typed } from "../../../../src/views/tokenView/search/search.ts";

const result = { match: { from: 7, to: 9 }, matchCount: 3, matchIndex: 1 };
const found = { ...typed(search.initial, "ab", undefined), answer: { document: "a.md", query: "ab", by: "text", result } } as const;

describe("search", () => {
  it("remembers the token selected when it began, to return there", () => {
    const later = typed(typed(search.initial, "a", 42), "ab", 50);
    expect(later).toMatchObject({ query: "ab", origin: 42 });
    expect(ended(later)).toMatchObject({ query: "", origin: undefined });
  });

  it("shows the match of what was typed before while more is typed", () => {
    expect(foundIn(found, "a.md")).toBe(result);
    expect(foundIn(typed(found, "abc", 7), "a.md")).toBe(result);
  });

  it.each([
    ["another document is shown", foundIn(found, "b.md")],
    ["ids are searched instead of text", foundIn(bySwitched(found), "a.md")],
    ["it has ended", foundIn(ended(found), "a.md")],
  ])("shows none when %s", (_, shown) => {
    expect(shown).toBeUndefined();
  });

  it("asks anew with each step, and not without a query", () => {
    const step = { from: 3, backwards: false, select: true };
    expect(stepped(stepped(found, step), step).stepCount).toBe(2);
    expect(stepped(search.initial, step)).toBe(search.initial);
  });
});
