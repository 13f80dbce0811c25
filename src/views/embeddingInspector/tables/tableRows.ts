/** Which row of the tables belongs to an id, and which id to a row: the same number, but in tables of some rows: trained ones, and those of a file that are too large. */
import { t } from "../../shared/l10n.tsx";
import type { ReadyTables } from "./tables.ts";

/** @returns the row, −1 where the tables have none */
export function rowOfId(tables: ReadyTables, id: number): number {
  const ids = idsOfRows(tables);
  if (ids === undefined) return id < tables.token.numEmbeddings ? id : -1;
  return sortedIndex(ids, id);
}

/** Undefined: row r is that of id r. */
export const idsOfRows = ({ trained, ids }: ReadyTables): Int32Array | undefined => trained?.ids ?? ids;

/** @param ids ascending  @returns where `id` is, −1 where it is not */
export function sortedIndex(ids: Int32Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? low : -1;
}

export function idOfRow(tables: ReadyTables, row: number): number {
  const ids = idsOfRows(tables);
  return ids === undefined ? row : (ids[row] ?? -1);
}

/** @throws RangeError with a sentence for the user naming the first id without a row */
export function rowsOfIds(tables: ReadyTables, ids: Int32Array): Int32Array {
  return ids.map((id) => {
    const row = rowOfId(tables, id);
    if (row >= 0) return row;
    if (tables.ids !== undefined)
      throw new RangeError(
        t("Token id {0} came into the text after its weights were loaded: of so large a table its row is not here. Load them again.", id),
      );
    throw new RangeError(
      tables.trained === undefined
        ? t(
            "Token id {0} has no row: the table has {1}. Choose a larger vocab_size, or the encoding these weights were trained with.",
            id,
            tables.token.numEmbeddings.toLocaleString("en-US"),
          )
        : t("Token id {0} came into the text after training began: it has no row yet. Go on from here to give it one.", id),
    );
  });
}

/** The rows that tokens are compared by. */
export const comparedRows = ({ token, trained }: ReadyTables): ReadyTables["token"] => trained?.compared ?? token;

/** While a run changes its tables in every frame, work on the last ones is finished before work on the next begins. */
export const inTurnWhileTraining = ({ trained }: ReadyTables): { readonly inTurn?: string } =>
  trained === undefined ? {} : { inTurn: `run ${trained.run}` };
