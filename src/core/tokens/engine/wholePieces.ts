/** What a file asks for beyond merging the bytes of a piece: pieces that are tokens as they stand, and characters without a token, which fall
 *  back to their bytes. */
import { continues, idMask } from "./pieceEncoder.ts";

export interface WholePieces {
  /** The id of each piece that is a token, whatever merging makes of it; by its bytes, one character each. */
  readonly ids: ReadonlyMap<string, number>;
  /** [256] the lengths of these pieces, by their first byte: one bit for each, the highest for all from 31 on. */
  readonly lengths: Int32Array;
  /** Ids from here on stand for the beginning of a character: two parts each, which are ids too. */
  readonly firstBeginning: number;
  readonly beginnings: readonly (readonly [number, number])[];
}

export function wholePiecesOf(
  ids: ReadonlyMap<string, number>,
  firstBeginning: number,
  beginnings: readonly (readonly [number, number])[],
): WholePieces {
  const lengths = new Int32Array(256);
  for (const bytes of ids.keys()) lengths[bytes.charCodeAt(0)]! |= 1 << Math.min(31, bytes.length);
  return { ids, lengths, firstBeginning, beginnings };
}

/** Whether what merging gives stands as it is. */
export const changesNothing = ({ ids, beginnings }: WholePieces): boolean => ids.size === 0 && beginnings.length === 0;

interface EncodedPieces {
  readonly pieces: { readonly text: Uint8Array };
  readonly ids: Int32Array;
  readonly ends: Int32Array;
  readonly pieceCount: number;
  readonly idCount: number;
}

/** Puts the ids in place of what merging gave. Never more ids than the block has bytes. @returns how many there are */
export function giveWholePieces(whole: WholePieces, encoded: EncodedPieces): number {
  const count = whole.ids.size === 0 ? encoded.idCount : replaceWhole(whole, encoded);
  return whole.beginnings.length === 0 ? count : expandBeginnings(whole, encoded.ids, count);
}

function replaceWhole(
  { ids: idOfPiece, lengths }: WholePieces,
  { pieces: { text }, ids, ends, pieceCount, idCount }: EncodedPieces,
): number {
  let read = 0;
  let write = 0;
  for (let piece = 0, from = 0; piece < pieceCount; piece++) {
    const to = ends[piece]!;
    const mayBe = (lengths[text[from]!]! >>> Math.min(31, to - from)) & 1;
    const id = mayBe === 1 ? idOfPiece.get(String.fromCharCode(...text.subarray(from, Math.min(to, from + 4096)))) : undefined;
    const start = write;
    do ids[write++] = ids[read++]!;
    while (read < idCount && (ids[read]! & continues) !== 0);
    if (id !== undefined && to - from <= 4096) {
      ids[start] = id;
      write = start + 1;
    }
    from = to;
  }
  return write;
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
