/** Rows that read on as one paragraph are drawn as one block, so that no line breaks where the text has none. The rows say where blocks begin. */
import type { Groups } from "../../shared/list/VirtualRows.tsx";
import type { TokenRow } from "../../../lens/answers.ts";
import type { LoadedRows } from "../rows/loadedRows.ts";

/** Blocks arrive whole. Rows that have not arrived are blocks of their own. */
export function rowGroups(rows: LoadedRows<TokenRow>): Groups {
  const begins = (row: number): boolean => row <= 0 || !rows.has(row - 1) || (rows.get(row)?.row.beginsBlock ?? true);
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
