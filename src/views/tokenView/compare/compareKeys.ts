/** Where keys lead in the comparison: along the tokens of the first encoding, and to the same place of other rows. */
import type { ComparedRow, ComparedTokens } from "../../../lens/compare/comparedRows.ts";

/** By row index, as far as they have arrived. */
export type RowsByIndex = ReadonlyMap<number, { readonly row: ComparedRow }>;

/** Rows that a page key moves by. */
const rowsPerPage = 10;

/** The row of a token of the first encoding; undefined: it has not arrived. */
export function rowOfToken(rows: RowsByIndex, index: number): number | undefined {
  for (const [number, { row }] of rows) {
    const [first] = row.columns;
    if (first && index >= first.first && index < first.first + first.ids.length) return number;
  }
  return undefined;
}

/** @returns the token that a key leads to; undefined when the key means nothing here, or its row has not arrived */
export function keyTarget(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
  selected: number | undefined,
  tokenCount: number,
  rows: RowsByIndex,
): number | undefined {
  const isFar = ctrlKey || metaKey;
  if (altKey) return undefined;
  if (isFar) return key === "Home" ? 0 : key === "End" ? tokenCount - 1 : undefined;
  const at = selected ?? 0;
  const row = rowOfToken(rows, at);
  const tokens = row === undefined ? undefined : (rows.get(row)?.row.columns[0] ?? undefined);
  const inRow = (by: number): number | undefined =>
    row === undefined || tokens === undefined ? undefined : atSamePlace(tokens, at - tokens.first, rows, row, by);
  switch (key) {
    case "ArrowRight":
      return selected === undefined ? at : Math.min(tokenCount - 1, at + 1);
    case "ArrowLeft":
      return Math.max(0, at - 1);
    case "ArrowDown":
      return inRow(1);
    case "ArrowUp":
      return inRow(-1);
    case "PageDown":
      return inRow(rowsPerPage);
    case "PageUp":
      return inRow(-rowsPerPage);
    case "Home":
      return tokens?.first;
    case "End":
      return tokens && tokens.first + tokens.ids.length - 1;
    default:
      return undefined;
  }
}

/** The token of another row that holds the code unit at which this one begins, or the last one; of the farthest row that has arrived. */
function atSamePlace({ ends }: ComparedTokens, at: number, rows: RowsByIndex, row: number, by: number): number | undefined {
  const unit = at === 0 ? 0 : (ends[at - 1] ?? 0);
  const step = Math.sign(by);
  let target: ComparedTokens | undefined;
  for (let next = row + step; next !== row + by + step; next += step) {
    const there = rows.get(next)?.row.columns[0] ?? undefined;
    if (there === undefined) break;
    target = there;
  }
  if (target === undefined) return undefined;
  const found = target.ends.findIndex((end) => end > unit);
  return target.first + (found === -1 ? target.ids.length - 1 : found);
}
