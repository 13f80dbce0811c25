/** The token view's host inside the page: what this view alone asks for, over the text that test/views/support/fakeHost.ts serves. */
import { windowsWithToken } from "../../../../src/core/windows/slidingWindow.ts";
import { type SearchResult, tokenViewHostMethods } from "../../../../src/protocol/tokenView.ts";
import type { TokenDescription } from "../../../../src/protocol/views.ts";
import { asked, encoding, lensNow, rowsReleased, said, serve, servedNow, sharedHandlers, slice } from "../../support/fakeHost.ts";

function search(query: string, by: "text" | "id", from: number, backwards: boolean): SearchResult {
  const { text } = servedNow();
  const matches: { from: number; to: number }[] = [];
  if (by === "id") {
    for (const [index, id] of text.ids().entries()) if (String(id) === query) matches.push({ from: index, to: index + 1 });
  } else {
    const source = text.slice(0, text.length);
    for (let at = source.indexOf(query); at !== -1; at = source.indexOf(query, at + 1)) {
      matches.push(text.tokensTouching(at, at + query.length));
    }
  }
  if (matches.length === 0) return { match: null, matchCount: 0, matchIndex: 0 };
  const next = matches.findIndex((match) => match.from >= from);
  const forwards = next === -1 ? 0 : next;
  const before = ((next === -1 ? matches.length : next) - 1 + matches.length) % matches.length;
  const matchIndex = backwards ? before : forwards;
  return { match: matches[matchIndex] ?? null, matchCount: matches.length, matchIndex };
}

function describe(index: number): TokenDescription {
  const { text, revision, distinct } = servedNow();
  const token = text.tokenAt(index);
  const { input, target } = windowsWithToken(index, text.tokenCount, lensNow().windows);
  const before = text.slice(0, token.from);
  const { from, to } = text.pieceAt(index);
  const piece = text.slice(from, to);
  return {
    ...said(token.id),
    revision,
    index,
    id: token.id,
    special: encoding.vocabulary.specialTokens.tokens.has(text.slice(token.from, token.to)),
    bytes: [...encoding.vocabulary.tokenBytes(token.id)],
    occurrences: distinct.get(token.id)?.count ?? 0,
    line: before.split("\n").length,
    column: before.length - before.lastIndexOf("\n"),
    piece,
    merges: encoding.mergeSteps(piece).map(({ left, right, rank }) => ({ left: said(left).text, right: said(right).text, rank })),
    inputWindows: { from: input.windowFrom, to: input.windowTo },
    targetWindows: { from: target.windowFrom, to: target.windowTo },
  };
}

serve("tokenView", tokenViewHostMethods, {
  ...sharedHandlers,
  "tokens/ranges": ({ ranges }) => ranges.map(({ from, to }) => slice(from, to)),
  "rows/slice": async ({ from, to }) => {
    asked.push(["rows/slice", { from, to }]);
    await rowsReleased;
    const { rows, revision } = servedNow();
    const answered = Array.from({ length: Math.max(0, Math.min(to, rows.rowCount) - from) }, (_, at) => rows.rowAt(from + at));
    return { revision, from, rows: answered.map((row) => slice(row.from, row.to)) };
  },
  "tokens/endOfText": () => {
    const { text, revision } = servedNow();
    return { revision, indexes: [...text.ids().entries()].filter(([, id]) => id === 50_256).map(([index]) => index) };
  },
  "rows/ofToken": ({ index }) => ({ row: servedNow().rows.rowOf(index) }),
  "tokens/search": ({ query, by, from, backwards }) => search(query, by, from, backwards),
  "token/describe": ({ index }) => describe(index),
});
