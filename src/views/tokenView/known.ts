/**
 * What of the text has arrived: rows of the strip, and tokens in pages. Each remembers its revision; what is out of date stays in use
 * until newer arrives, so that typing never empties the screen.
 */
import type { EndOfText, TokenRow, TokenRows } from "../../protocol/tokenView.ts";
import { type ReadyText, sliceLimit, type TextChange, type TokenSlice } from "../../protocol/views.ts";
import { saidOf } from "../shared/tokenText.ts";

export interface KnownRow {
  readonly revision: number;
  readonly row: TokenRow;
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
    rows.set(arrived.from + at, { revision: arrived.revision, row });
  }
  for (const index of rows.keys()) if (index >= rowCount) rows.delete(index);
  dropOldest(rows, rowsKept);
  return rows;
}

/** The rows that an edit left as they were, at their new place, and the new ones that came with it. Rows it replaced stay until newer arrive. */
export function rowsAfter(
  known: ReadonlyMap<number, KnownRow>,
  change: TextChange,
  revision: number,
  rowCount: number,
): ReadonlyMap<number, KnownRow> {
  const { from, removed, inserted } = change.rows;
  const moved = change.tokens.inserted - change.tokens.removed;
  const rows = new Map<number, KnownRow>();
  for (const [index, { revision: of, row }] of known) {
    if (of !== change.since || (index >= from && index < from + removed)) {
      if (index < rowCount && !rows.has(index)) rows.set(index, { revision: of, row });
    } else if (index < from) rows.set(index, { revision, row });
    else rows.set(index + inserted - removed, { revision, row: moved === 0 ? row : { ...row, from: row.from + moved } });
  }
  for (const [at, row] of (change.freshRows ?? []).entries()) rows.set(from + at, { revision, row });
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

/** Pages before an edit are the same; those behind it too, where it left their tokens at their index. */
export function pagesAfter(known: ReadonlyMap<number, KnownPage>, change: TextChange, revision: number): ReadonlyMap<number, KnownPage> {
  const { from, removed, inserted } = change.tokens;
  const pages = new Map<number, KnownPage>();
  for (const [index, page] of known) {
    const first = index * pageSize;
    const isBefore = first + page.slice.ids.length <= from;
    const isBehind = first >= from + removed && inserted === removed;
    const isSame = page.revision === change.since && (isBefore || isBehind);
    pages.set(index, isSame ? { revision, slice: { ...page.slice, revision } } : page);
  }
  return pages;
}

/** Where documents end, when the edit brought no new end with it; null: it must be asked for again. */
export function endsAfter(known: EndOfText | null, change: TextChange, { revision, endOfTextCount }: ReadyText): EndOfText | null {
  if (known === null || known.revision !== change.since) return known;
  const { from, removed, inserted } = change.tokens;
  const kept = known.indexes.filter((index) => index < from || index >= from + removed);
  if (kept.length !== endOfTextCount) return known;
  return { revision, indexes: kept.map((index) => (index < from ? index : index + inserted - removed)) };
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
  return { id, ...saidOf(text) };
}
