/** Counted files as a tree: totals, order, filter, CSV, bars and badges. */
import { describe, expect, it } from "vitest";
import { asCsv, badge, type CountNode, countTree, type FileCount, filtered, shareBar } from "../../src/host/folderCounts/countTree.ts";

const file = (path: string, tokenCount: number): FileCount => ({ path, tokenCount, byteLength: 4 * tokenCount });
const files = [file("a.md", 10), file("src/b.ts", 30), file("src/deep/c.ts", 50), file("src/deep/d.ts", 5), file("z.md", 10)];

const outline = ({ name, tokenCount, fileCount, children }: CountNode): unknown =>
  children === undefined ? `${name} ${tokenCount}` : [`${name} ${tokenCount} in ${fileCount}`, ...children.map(outline)];

describe("countTree", () => {
  it("sums folders and puts the largest first, equal ones by name", () => {
    expect(outline(countTree("project", files))).toEqual([
      "project 105 in 5",
      ["src 85 in 3", ["deep 55 in 2", "c.ts 50", "d.ts 5"], "b.ts 30"],
      "a.md 10",
      "z.md 10",
    ]);
  });

  it("has a top without files", () => expect(outline(countTree("empty", []))).toEqual(["empty 0 in 0"]));

  it("takes names like those of an object's own properties", () => {
    expect(outline(countTree("top", [file("__proto__/constructor", 1)]))).toEqual(["top 1 in 1", ["__proto__ 1 in 1", "constructor 1"]]);
  });
});

it.each([
  { filter: "src", paths: ["src/b.ts", "src/deep/c.ts", "src/deep/d.ts"] },
  { filter: "  TS deep ", paths: ["src/deep/c.ts", "src/deep/d.ts"] },
  { filter: "", paths: files.map(({ path }) => path) },
  { filter: "nowhere", paths: [] },
])('the filter "$filter" leaves $paths', ({ filter, paths }) => {
  expect(filtered(files, filter).map(({ path }) => path)).toEqual(paths);
});

it("CSV has quotes where a name needs them", () => {
  expect(asCsv([file("a.md", 1), file('b, "c"\n.md', 20)])).toBe('path,tokens,bytes\r\n"b, ""c""\n.md",20,80\r\na.md,1,4\r\n');
});

it.each([
  [0, 100, ""],
  [1, 100, "▏"],
  [50, 100, "████"],
  [100, 100, "████████"],
  [0, 0, ""],
])("the bar of %i in %i is %s", (part, whole, bar) => expect(shareBar(part, whole)).toBe(bar));

it.each([
  [0, "0"],
  [99, "99"],
  [100, "1²"],
  [4210, "4³"],
  [9600, "1⁴"],
  [2_500_000, "3⁶"],
])("the badge of %i is %s", (count, text) => expect(badge(count)).toBe(text));
