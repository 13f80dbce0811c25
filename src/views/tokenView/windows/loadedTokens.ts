/**
 * Tokens by their index, which arrive in pages: the windows of a shuffled batch are scattered over the text. A page of an older text
 * stays in use until a newer one arrives.
 */
import type { TextChange, TokenSlice } from "../../../lens/answers.ts";
import type { TokenText } from "../../../lens/tokenText.ts";
import { sliceLimit } from "../../../protocol/views.ts";
import { changeBetween, documentKey, hostState, readyText } from "../../shared/state/hostState.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import type { Span } from "../../../lens/answers.ts";
import { slice } from "../../shared/state/store.ts";
import { problem } from "../../shared/state/view.ts";
import { dropOldest } from "../rows/loadedRows.ts";
import type { TokenView } from "../tokenView.ts";

interface TokenPage {
  readonly revision: number;
  readonly slice: TokenSlice;
}
/** By page number. */
export type TokenPages = ReadonlyMap<number, TokenPage>;

export interface LoadedToken {
  readonly id: number;
  readonly text: TokenText;
}

/** Small, so that scattered windows do not ask for much that is not drawn. */
export const pageSize = 64;
/** The latest to arrive are kept. */
const pageLimit = 4096;

const loadedTokens = slice<{ readonly document: string; readonly pages: TokenPages }>("loadedTokens", { document: "", pages: new Map() });
/** Spans that are drawn now, by the name of the part that draws them. */
const wantedTokens = slice<Readonly<Record<string, readonly Span[]>>>("wantedTokens", {});

/** None of another document, or of another encoding, is shown. */
export function pagesOf({ store }: TokenView): TokenPages {
  const { shown } = store.get(hostState);
  const { document, pages } = store.get(loadedTokens);
  return shown !== undefined && document === documentKey(shown) ? pages : noPages;
}
const noPages: TokenPages = new Map();

/** What `part` draws now, in place of what it drew before. */
export function wantTokens({ store }: TokenView, part: string, spans: readonly Span[]): void {
  store.update(wantedTokens, (wanted) => {
    const before = wanted[part] ?? [];
    const isSame = before.length === spans.length && spans.every(({ from, to }, at) => before[at]?.from === from && before[at].to === to);
    return isSame ? wanted : { ...wanted, [part]: spans };
  });
}

/** Slices are of whole pages, the text's last one shorter. */
export function pagesWith(loaded: TokenPages, slices: readonly TokenSlice[]): TokenPages {
  const pages = new Map(loaded);
  for (const slice of slices) {
    for (let at = 0; at < slice.ids.length; at += pageSize) {
      const page = (slice.from + at) / pageSize;
      pages.delete(page); // set anew, it becomes the youngest
      pages.set(page, { revision: slice.revision, slice: part(slice, at, at + pageSize) });
    }
  }
  dropOldest(pages, pageLimit);
  return pages;
}

function part(slice: TokenSlice, from: number, to: number): TokenSlice {
  return {
    revision: slice.revision,
    from: slice.from + from,
    ids: slice.ids.slice(from, to),
    texts: slice.texts.slice(from, to),
  };
}

/** Pages before an edit are the same; those behind it too, where it left their tokens at their index. */
export function pagesAfter(loaded: TokenPages, change: TextChange, revision: number): TokenPages {
  const { from, removed, inserted } = change.tokens;
  const pages = new Map<number, TokenPage>();
  for (const [index, page] of loaded) {
    const first = index * pageSize;
    const isBefore = first + page.slice.ids.length <= from;
    const isBehind = first >= from + removed && inserted === removed;
    const isSame = page.revision === change.since && (isBefore || isBehind);
    pages.set(index, isSame ? { revision, slice: { ...page.slice, revision } } : page);
  }
  return pages;
}

/** Ranges of whole pages to ask for, neighbours joined, as many as one request may hold. */
export function missingPages(loaded: TokenPages, wanted: readonly Span[], revision: number, tokenCount: number): Span[] {
  const pages = new Set<number>();
  for (const { from, to } of wanted) {
    for (let page = Math.floor(from / pageSize); page * pageSize < Math.min(to, tokenCount); page += 1) {
      if (loaded.get(page)?.revision !== revision) pages.add(page);
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
export function tokenAt(loaded: TokenPages, index: number): LoadedToken | undefined {
  const slice = loaded.get(Math.floor(index / pageSize))?.slice;
  const at = index % pageSize;
  const [id, text] = [slice?.ids[at], slice?.texts[at]];
  if (slice === undefined || id === undefined || text === undefined) return undefined;
  return { id, text };
}

export function tokensQuery(view: TokenView): Query {
  const { store, host } = view;
  view.onReceived((before, state) => {
    const change = changeBetween(before, state);
    if (change === undefined || state.text.kind !== "ready") return;
    store.set(loadedTokens, { document: documentKey(state), pages: pagesAfter(pagesOf(view), change, state.text.revision) });
  });
  return query(() => {
    const { shown } = store.get(hostState);
    const text = readyText(shown);
    if (shown === undefined || text === undefined) return undefined;
    const ranges = missingPages(pagesOf(view), Object.values(store.get(wantedTokens)).flat(), text.revision, text.tokenCount);
    if (ranges.length === 0) return undefined;
    const document = documentKey(shown);
    return {
      key: JSON.stringify([document, text.revision, ranges]),
      inTurn: document,
      run: (signal) => host.request("tokens/ranges", { ranges }, signal),
      done: (slices) => {
        const now = store.get(hostState).shown;
        if (now !== undefined && documentKey(now) === document)
          store.set(loadedTokens, { document, pages: pagesWith(pagesOf(view), slices) });
      },
      failed: (error) => store.set(problem, sentence(error)),
    };
  });
}
