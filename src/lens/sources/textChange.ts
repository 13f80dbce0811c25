/** What an edit changed: which tokens and rows are new, so that a view keeps all others. Found by comparing chunks, which versions of a text share. */
import type { Splice, TextChange } from "../answers.ts";
import type { LiveSource } from "./liveSource.ts";

/** Rows and tokens compared one by one; where more may have changed, all of them count as changed. */
const mostCompared = 1024;
const mostComparedTokens = 2 ** 18;

/** @returns undefined when the two are not versions of one text under one encoding */
export function textChange(before: LiveSource, after: LiveSource): TextChange | undefined {
  if (before.encoding !== after.encoding || before.text.policy !== after.text.policy) return undefined;
  const same = sameChunks(before, after);
  return { since: before.revision, tokens: changedTokens(before, after, same), rows: changedRows(before, after, same) };
}

/** Tokens in the chunks that both versions begin with, and end with. */
interface SameTokens {
  readonly atStart: number;
  readonly atEnd: number;
}

function sameChunks({ text: { chunks: old } }: LiveSource, { text: { chunks: fresh } }: LiveSource): SameTokens {
  const most = Math.min(old.length, fresh.length);
  let start = 0;
  let atStart = 0;
  for (; start < most && old[start] === fresh[start]; start++) atStart += old[start]?.ids.length ?? 0;
  let atEnd = 0;
  for (let end = 1; end <= most - start; end++) {
    const chunk = old[old.length - end];
    if (chunk === undefined || chunk !== fresh[fresh.length - end]) break;
    atEnd += chunk.ids.length;
  }
  return { atStart, atEnd };
}

function changedTokens(before: LiveSource, after: LiveSource, { atStart, atEnd }: SameTokens): Splice {
  const removed = before.tokenCount - atEnd - atStart;
  const inserted = after.tokenCount - atEnd - atStart;
  if (removed > mostComparedTokens || inserted > mostComparedTokens) return { from: atStart, removed, inserted };
  const old = before.ids(atStart, atStart + removed);
  const fresh = after.ids(atStart, atStart + inserted);
  return narrowed(removed, inserted, atStart, (i, j) => old[i] === fresh[j]);
}

function changedRows(before: LiveSource, after: LiveSource, { atStart, atEnd }: SameTokens): Splice {
  // Rows break where chunks say. A row that ends inside the chunks both begin with, or begins inside those both end with, is the same.
  const from = Math.min(before.rows.rowOf(atStart), after.rows.rowOf(atStart));
  const oldEnd = rowsBefore(before, before.tokenCount - atEnd);
  const freshEnd = rowsBefore(after, after.tokenCount - atEnd);
  const endCount = Math.min(before.rows.rowCount - oldEnd, after.rows.rowCount - freshEnd);
  const removed = before.rows.rowCount - endCount - from;
  const inserted = after.rows.rowCount - endCount - from;
  if (removed > mostCompared || inserted > mostCompared) return toTheEnd(before, after, from);
  const splice = narrowed(removed, inserted, from, (i, j) => isSameRow(before, from + i, after, from + j));
  return withBlocks(before, after, splice);
}

/** How many rows begin before a token. */
const rowsBefore = ({ rows, tokenCount }: LiveSource, token: number): number =>
  token >= tokenCount ? rows.rowCount : rows.rowOf(Math.max(0, token - 1)) + (token === 0 ? 0 : 1);

const toTheEnd = (before: LiveSource, after: LiveSource, from: number): Splice => ({
  from,
  removed: before.rows.rowCount - from,
  inserted: after.rows.rowCount - from,
});

/** The splice without the items at its start and its end that are the same. @param isSame whether the i-th old one is the j-th fresh one */
function narrowed(removed: number, inserted: number, from: number, isSame: (i: number, j: number) => boolean): Splice {
  const most = Math.min(removed, inserted);
  let start = 0;
  while (start < most && isSame(start, start)) start++;
  let end = 0;
  while (end < most - start && isSame(removed - 1 - end, inserted - 1 - end)) end++;
  return { from: from + start, removed: removed - start - end, inserted: inserted - start - end };
}

function isSameRow(before: LiveSource, old: number, after: LiveSource, fresh: number): boolean {
  const a = before.rows.rowAt(old);
  const b = after.rows.rowAt(fresh);
  if (a.to - a.from !== b.to - b.from || a.beginsBlock !== b.beginsBlock) return false;
  const freshIds = after.ids(b.from, b.to);
  return before.ids(a.from, a.to).every((id, i) => id === freshIds[i]);
}

/** Rows behind, in the same line, may begin blocks elsewhere now: these changed too. */
function withBlocks(before: LiveSource, after: LiveSource, { from, removed, inserted }: Splice): Splice {
  let changed = 0;
  for (let at = 0; ; at++) {
    const old = from + removed + at;
    const fresh = from + inserted + at;
    if (old >= before.rows.rowCount || fresh >= after.rows.rowCount) break;
    const isOld = before.rows.rowAt(old).beginsBlock;
    const isFresh = after.rows.rowAt(fresh).beginsBlock;
    if (isOld !== isFresh) changed = at + 1;
    else if (isOld) break; // the blocks are in step again
    if (at > mostCompared) return toTheEnd(before, after, from);
  }
  return { from, removed: removed + changed, inserted: inserted + changed };
}
