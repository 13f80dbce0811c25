/** Rows that have arrived, by their index. Each remembers the version of the tokens it was made of: what is out of date stays until newer arrives, so
 *  that typing never empties the screen. */
import type { Span } from "../../../lens/answers.ts";

export type Version = string | number;

export interface LoadedRow<Row> {
  readonly version: Version;
  readonly row: Row;
}
export type LoadedRows<Row> = ReadonlyMap<number, LoadedRow<Row>>;

export interface ArrivedRows<Row> {
  readonly version: Version;
  /** Row index of rows[0]. */
  readonly from: number;
  readonly rows: readonly Row[];
}

/** @param rowCount rows of the text now: no others are kept  @param limit the latest to arrive are kept */
export function rowsWith<Row>(loaded: LoadedRows<Row>, arrived: ArrivedRows<Row>, rowCount: number, limit: number): LoadedRows<Row> {
  const rows = new Map(loaded);
  for (const [at, row] of arrived.rows.entries()) {
    rows.delete(arrived.from + at); // set anew, it becomes the youngest
    rows.set(arrived.from + at, { version: arrived.version, row });
  }
  for (const index of rows.keys()) if (index >= rowCount) rows.delete(index);
  dropOldest(rows, limit);
  return rows;
}

/** The part of a span that has to be asked for. */
export function missingRows(loaded: LoadedRows<unknown>, span: Span, version: Version): Span | undefined {
  let { from, to } = span;
  while (from < to && loaded.get(from)?.version === version) from += 1;
  while (to > from && loaded.get(to - 1)?.version === version) to -= 1;
  return from < to ? { from, to } : undefined;
}

/** A Map runs from the oldest entry on. */
export function dropOldest(map: Map<number, unknown>, limit: number): void {
  for (const key of map.keys()) {
    if (map.size <= limit) return;
    map.delete(key);
  }
}

/** Whether all rows [from, to) are there, of whichever version. */
export function hasAll(loaded: ReadonlyMap<number, unknown>, from: number, to: number): boolean {
  for (let row = from; row < to; row += 1) if (!loaded.has(row)) return false;
  return true;
}
