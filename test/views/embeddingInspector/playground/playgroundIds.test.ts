import { describe, expect, it } from "vitest";
import { parseIds } from "../../../../src/views/embeddingInspector/playground/playgroundIds.ts";

describe("ids typed into the playground", () => {
  it.each([
    ["5 3 7 2", [5, 3, 7, 2]],
    ["5,3;7  2", [5, 3, 7, 2]],
    ["tensor([5, 3])".slice(6), [5, 3]],
    ["0 0", [0, 0]],
  ])("%j are %j", (text, ids) => {
    expect(parseIds(text, 9)).toEqual(Int32Array.from(ids));
  });
  it.each([
    ["", "Type ids from 0 to 8"],
    ["9", '"9" has no row: the table\'s rows are 0 to 8.'],
    ["-1", '"-1" has no row'],
    ["1.5", '"1.5" has no row'],
    ["1 2 3 4 5 6 7 8 0 1 2 3 4", "13 ids are too many"],
  ])("%j is refused: %s", (text, sentence) => {
    expect(() => parseIds(text, 9)).toThrow(sentence);
  });
});
