/** What a file asks for beyond merging the bytes of a piece: pieces that are tokens as they stand, and characters without a token, which fall
 *  back to their bytes.
 *
 *  A piece is such a token exactly where merging gives what it gives of the token's own bytes: the same bytes merge to the same ids, and ids say
 *  their bytes. So it is enough to look at the ids of pieces that have more than one. */
import { continues, idMask } from "./pieceEncoder.ts";
import type { PieceEncoder } from "./pieceEncoder.ts";

export interface WholePieces {
  /** By the first id that merging gives. */
  readonly tokens: ReadonlyMap<number, readonly WholeToken[]>;
  /** [2¹⁶] 1 where a token's first two ids, the second with `continues`, have their place (`placeOf`): nearly all are passed over by that. */
  readonly mayBegin: Uint8Array;
  /** Ids from here on stand for the beginning of a character: two parts each, which are ids too. */
  readonly firstBeginning: number;
  readonly beginnings: readonly (readonly [number, number])[];
}

interface WholeToken {
  readonly id: number;
  /** What merging gives: two and more. */
  readonly merged: Int32Array;
}

/** For as long as tokens are not known. */
export const noWholePieces: WholePieces = { tokens: new Map(), mayBegin: new Uint8Array(0), firstBeginning: 0, beginnings: [] };

/** Of two ids, in `mayBegin`. */
const placeOf = (first: number, second: number): number => (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 16;

/** @param wanted the id of each token, by its bytes */
export function wholePiecesOf(
  pieces: PieceEncoder,
  wanted: Iterable<{ readonly bytes: Uint8Array; readonly id: number }>,
  firstBeginning: number,
  beginnings: readonly (readonly [number, number])[],
): WholePieces {
  const tokens = new Map<number, WholeToken[]>();
  const mayBegin = new Uint8Array(1 << 16);
  for (const { bytes, id } of wanted) {
    pieces.text.set(bytes);
    pieces.pieceEnds[0] = bytes.length;
    const count = pieces.encodePieces(1);
    if (count < 2) continue; // merging gives it
    const merged = pieces.ids.slice(0, count).map((each) => each & idMask);
    const first = merged[0]!; // there are two
    mayBegin[placeOf(first, merged[1]! | continues)] = 1;
    const others = tokens.get(first);
    if (others === undefined) tokens.set(first, [{ id, merged }]);
    else others.push({ id, merged });
  }
  return { tokens, mayBegin, firstBeginning, beginnings };
}

/** Puts the ids in place of what merging gave. Never more ids than the block has bytes. @returns how many there are */
export function giveWholePieces(whole: WholePieces, { ids, idCount }: { readonly ids: Int32Array; readonly idCount: number }): number {
  const count = whole.tokens.size === 0 ? idCount : replaceWhole(whole, ids, idCount);
  return whole.beginnings.length === 0 ? count : expandBeginnings(whole, ids, count);
}

function replaceWhole({ tokens, mayBegin }: WholePieces, ids: Int32Array, idCount: number): number {
  let from = 0; // ids from here on are to be moved to `write`
  let write = 0;
  let first = ids[0]!;
  for (let at = 1; at < idCount; at++) {
    // No branch but this one: which pieces have one id, and which more, no processor can guess.
    const second = ids[at]!;
    const mayBe = mayBegin[placeOf(first, second)]!;
    first = second;
    if (mayBe === 0) continue;
    const start = at - 1;
    let end = at;
    while (end < idCount && (ids[end]! & continues) !== 0) end++;
    const found = wholeToken(tokens.get(ids[start]!), ids, start, end);
    if (found === undefined) continue;
    if (write < from) ids.copyWithin(write, from, start);
    write += start - from;
    ids[write++] = found.id;
    from = end;
  }
  if (write < from) ids.copyWithin(write, from, idCount);
  return write + idCount - from;
}

/** The token that merges to ids[from, to). A function of its own: what a loop's closures hold is made anew in each turn. */
function wholeToken(tokens: readonly WholeToken[] | undefined, ids: Int32Array, from: number, to: number): WholeToken | undefined {
  return tokens?.find(({ merged }) => merged.length === to - from && merged.every((id, i) => id === (ids[from + i]! & idMask)));
}

function expandBeginnings({ firstBeginning, beginnings }: WholePieces, ids: Int32Array, count: number): number {
  let more = 0;
  for (let i = 0; i < count; i++) for (let id = ids[i]! & idMask; id >= firstBeginning; id = beginnings[id - firstBeginning]![0]) more++;
  if (more === 0) return count;
  let at = count + more;
  for (let i = count - 1; i >= 0; i--) {
    const flag = ids[i]! & continues;
    let id = ids[i]! & idMask;
    for (; id >= firstBeginning; id = beginnings[id - firstBeginning]![0]) ids[--at] = beginnings[id - firstBeginning]![1] | continues;
    ids[--at] = id | flag;
  }
  return count + more;
}
