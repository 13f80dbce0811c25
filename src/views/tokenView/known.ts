/**
 * What of the text has arrived: rows of the strip, and tokens in pages. Each remembers its revision; what is out of date stays in use
 * until newer arrives, so that typing never empties the screen.
 */
import type { TokenRow, TokenRows } from "../../protocol/tokenView.ts";
import { sliceLimit, type TokenSlice } from "../../protocol/views.ts";

export interface KnownRow {
  readonly revision: number;
  readonly row: TokenRow;
  /** Its last token holds a line break: the next row begins a line. */
  readonly endsLine: boolean;
}

export interface KnownPage {
  readonly revision: number;
  readonly slice: TokenSlice;
}

export interface KnownToken {
  readonly id: number;
  readonly text: string;
  readonly partial: boolean;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Rows kept, the last that arrived. */
const rowsKept = 3000;
/** Tokens in a page; a shuffled batch's windows lie scattered, so pages are small. */
export const pageSize = 64;
const pagesKept = 4096;

/** @param rowCount rows of the text now: no others are kept */
export function rowsWith(known: ReadonlyMap<number, KnownRow>, arrived: TokenRows, rowCount: number): ReadonlyMap<number, KnownRow> {
  const rows = new Map(known);
  for (const [at, row] of arrived.rows.entries()) {
    rows.delete(arrived.from + at); // set anew, it becomes the youngest
    rows.set(arrived.from + at, { revision: arrived.revision, row, endsLine: row.texts.at(-1)?.includes("\n") === true });
  }
  for (const index of rows.keys()) if (index >= rowCount) rows.delete(index);
  dropOldest(rows, rowsKept);
  return rows;
}

/** The part of [from, to) that has to be asked for, or null. */
export function missingRows(known: ReadonlyMap<number, KnownRow>, span: Span, revision: number): Span | null {
  let { from, to } = span;
  while (from < to && known.get(from)?.revision === revision) from += 1;
  while (to > from && known.get(to - 1)?.revision === revision) to -= 1;
  return from < to ? { from, to } : null;
}

/** Slices are of whole pages, the text's last one shorter. */
export function pagesWith(known: ReadonlyMap<number, KnownPage>, slices: readonly TokenSlice[]): ReadonlyMap<number, KnownPage> {
  const pages = new Map(known);
  for (const slice of slices) {
    for (let at = 0; at < slice.ids.length; at += pageSize) {
      const page = (slice.from + at) / pageSize;
      pages.delete(page); // set anew, it becomes the youngest
      pages.set(page, { revision: slice.revision, slice: part(slice, at, at + pageSize) });
    }
  }
  dropOldest(pages, pagesKept);
  return pages;
}

/** A Map runs from the oldest entry on. */
function dropOldest(map: Map<number, unknown>, kept: number): void {
  for (const key of map.keys()) {
    if (map.size <= kept) return;
    map.delete(key);
  }
}

function part(slice: TokenSlice, from: number, to: number): TokenSlice {
  return {
    revision: slice.revision,
    from: slice.from + from,
    ids: slice.ids.slice(from, to),
    texts: slice.texts.slice(from, to),
    partial: slice.partial.filter((at) => at >= from && at < to).map((at) => at - from),
  };
}

/** Ranges of whole pages to ask for, neighbours joined, as many as one request may hold. */
export function missingPages(known: ReadonlyMap<number, KnownPage>, wanted: readonly Span[], revision: number, tokenCount: number): Span[] {
  const pages = new Set<number>();
  for (const { from, to } of wanted) {
    for (let page = Math.floor(from / pageSize); page * pageSize < Math.min(to, tokenCount); page += 1) {
      if (known.get(page)?.revision !== revision) pages.add(page);
      if (pages.size * pageSize >= sliceLimit) break;
    }
  }
  const spans: Span[] = [];
  for (const page of [...pages].sort((a, b) => a - b).slice(0, sliceLimit / pageSize)) {
    const last = spans.at(-1);
    const [from, to] = [page * pageSize, Math.min((page + 1) * pageSize, tokenCount)];
    if (last?.to === from) spans[spans.length - 1] = { from: last.from, to };
    else spans.push({ from, to });
  }
  return spans;
}

/** @returns undefined when it has not arrived */
export function tokenAt(known: ReadonlyMap<number, KnownPage>, index: number): KnownToken | undefined {
  const slice = known.get(Math.floor(index / pageSize))?.slice;
  const at = index % pageSize;
  const [id, text] = [slice?.ids[at], slice?.texts[at]];
  if (slice === undefined || id === undefined || text === undefined) return undefined;
  return { id, text, partial: slice.partial.includes(at) };
}
