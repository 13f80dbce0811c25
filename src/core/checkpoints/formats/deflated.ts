/** Bytes that are packed in the file (DEFLATE, RFC 1951) → the bytes, piece by piece: never more than are claimed, and no more than are wanted. */

import { say, type Sentence } from "../../sentence.ts";
import { Inflate } from "fflate";
import { CheckpointError } from "../checkpointError.ts";
import type { Reading } from "../reading.ts";
import type { ByteRange } from "../tensor.ts";

/** Packed bytes per read. They unpack to a thousand times as many at most, 16 MB. */
const step = 16_384;

const damaged = (problem: Sentence): CheckpointError =>
  new CheckpointError(say`${problem} The file is damaged; download or save it again.`);

/**
 * @param packed where the packed bytes are, and how many they claim to be unpacked
 * @param use is given the pieces in order; they are gone when it returns. It returns false when no more are wanted
 * @throws CheckpointError when the data is damaged or is not of the length it claims
 */
export function* readDeflated(packed: ByteRange & { readonly length: number }, use: (piece: Uint8Array) => boolean): Reading<void> {
  const { byteFrom, byteTo, length } = packed;
  const state = { filled: 0, isWanted: true };
  const stream = new Inflate((piece) => {
    state.filled += piece.length;
    if (state.filled > length) throw damaged(say`The packed data is longer than the ${length} bytes it claims.`);
    if (state.isWanted) state.isWanted = use(piece);
  });
  for (let from = byteFrom; from < byteTo && state.isWanted; from += step) {
    const to = Math.min(from + step, byteTo);
    const bytes = yield { byteFrom: from, byteTo: to, progress: (from - byteFrom) / (byteTo - byteFrom) };
    try {
      stream.push(bytes.slice(), to === byteTo); // it keeps what it is given
    } catch (error) {
      throw error instanceof CheckpointError ? error : damaged(say`The packed data can't be unpacked.`);
    }
  }
  if (state.isWanted && state.filled < length)
    throw damaged(say`The packed data ends after ${state.filled} of the ${length} bytes it claims.`);
}
