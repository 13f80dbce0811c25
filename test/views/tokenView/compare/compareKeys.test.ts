/** Where keys lead in the comparison of encodings. */
import { describe, expect, it } from "vitest";
import type { ComparedTokens } from "../../../../src/lens/compare/comparedRows.ts";
import { keyTarget, rowOfToken, type RowsByIndex } from "../../../../src/views/tokenView/compare/compareKeys.ts";

const tokens = (first: number, ends: readonly number[]): ComparedTokens => ({
  first,
  ids: ends.map(() => 0),
  texts: ends.map(() => ({ text: "a" })),
  ends,
  isContinued: false,
  goesOn: false,
});
/** Three rows of tokens 0–2, 3–4 and 5–7; the fourth has not arrived. */
const rows: RowsByIndex = new Map(
  [tokens(0, [2, 4, 8]), tokens(3, [3, 8]), tokens(5, [1, 2, 3])].map((column, row) => [row, { row: { columns: [column, null] } }]),
);
const press = (key: string, selected: number | undefined, ctrlKey = false): number | undefined =>
  keyTarget({ key, ctrlKey, metaKey: false, altKey: false }, selected, 9, rows);

describe("a key in the comparison", () => {
  it.each([
    { key: "ArrowRight", from: undefined, to: 0, where: "to the first token when none is selected" },
    { key: "ArrowRight", from: 2, to: 3, where: "to the next token, over the end of its row" },
    { key: "ArrowRight", from: 8, to: 8, where: "no further than the last token" },
    { key: "ArrowLeft", from: 3, to: 2, where: "to the token before" },
    { key: "ArrowLeft", from: 0, to: 0, where: "no further than the first token" },
    { key: "ArrowDown", from: 2, to: 4, where: "to the token of the next row at the same place" },
    { key: "ArrowUp", from: 4, to: 1, where: "to the token of the row before at the same place" },
    { key: "ArrowDown", from: 4, to: 7, where: "to the last token of a row that is shorter" },
    { key: "ArrowDown", from: 7, to: undefined, where: "nowhere while the next row has not arrived" },
    { key: "PageDown", from: 0, to: 5, where: "to the farthest row that has arrived" },
    { key: "PageUp", from: 7, to: 1, where: "back as far" },
    { key: "Home", from: 4, to: 3, where: "to the start of the row" },
    { key: "End", from: 3, to: 4, where: "to the end of the row" },
    { key: "a", from: 3, to: undefined, where: "nowhere when it means nothing here" },
  ])("$key from $from leads $where", ({ key, from, to }) => {
    expect(press(key, from)).toBe(to);
  });

  it("leads with Ctrl to the ends of the text", () => {
    expect([press("Home", 4, true), press("End", 4, true), press("ArrowRight", 4, true)]).toEqual([0, 8, undefined]);
  });
});

it("the row of a token is known once it has arrived", () => {
  expect([rowOfToken(rows, 4), rowOfToken(rows, 7), rowOfToken(rows, 8)]).toEqual([1, 2, undefined]);
});
