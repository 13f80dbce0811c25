/** Characters that are merged and have no token fall back to their bytes: inside, merging gives the beginning of such a character, two bytes and more,
 *  as if it were a token, for which its bytes stand outside. */
import { continues, idMask } from "./pieceEncoder.ts";

export interface Beginnings {
  /** Ids from here on stand for the beginning of a character. */
  readonly firstId: number;
  /** Two parts of each, which are ids too. */
  readonly parts: readonly (readonly [number, number])[];
}

/** Puts the bytes in place of beginnings. Never more ids than the block has bytes. @returns how many there are */
export function expandBeginnings(
  { firstId, parts }: Beginnings,
  { ids, idCount }: { readonly ids: Int32Array; readonly idCount: number },
): number {
  if (parts.length === 0) return idCount;
  let more = 0;
  for (let i = 0; i < idCount; i++) for (let id = ids[i]! & idMask; id >= firstId; id = parts[id - firstId]![0]) more++;
  if (more === 0) return idCount;
  let at = idCount + more;
  for (let i = idCount - 1; i >= 0; i--) {
    const flag = ids[i]! & continues;
    let id = ids[i]! & idMask;
    for (; id >= firstId; id = parts[id - firstId]![0]) ids[--at] = parts[id - firstId]![1] | continues;
    ids[--at] = id | flag;
  }
  return idCount + more;
}
