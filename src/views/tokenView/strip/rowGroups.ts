/**
 * Rows that read on as one paragraph are drawn as one block, so that no line breaks where the text has none. A block ends where a line
 * does, and at every row whose index is a multiple of `blockLimit`, so that a file of a single line still has blocks small enough to draw.
 */
import type { Groups } from "../../shared/VirtualRows.tsx";
import type { KnownRow } from "../known.ts";

/** Rows in a block, at most. */
export const blockLimit = 16;

/** Rows that have not arrived stand alone. */
export function rowGroups(rows: ReadonlyMap<number, KnownRow>): Groups {
  const begins = (row: number): boolean => row <= 0 || row % blockLimit === 0 || !rows.has(row) || (rows.get(row - 1)?.endsLine ?? true);
  return {
    startOf(row) {
      let start = row;
      while (!begins(start)) start -= 1;
      return start;
    },
    endOf(row) {
      let end = row + 1;
      while (!begins(end)) end += 1;
      return end;
    },
  };
}
