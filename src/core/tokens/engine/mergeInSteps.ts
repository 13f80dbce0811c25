/** Merges one huge piece in steps, between which the encoder is free for other work: each merges some bytes on, given the last tokens before them. */
import type { Encoder } from "./encoder.ts";

/** Bytes merged per step. */
const bytesPerStep = 16_384;
/** Tokens that are given to go back to; more if merging asks for them. */
const tokensGiven = 64;

/** @param bytes of the piece, the caller's own  @returns the ranks of its tokens */
export function* mergeInSteps({ pieces, tables }: Encoder, bytes: Uint8Array): Generator<number, Int32Array> {
  const { lengths } = tables; // of ranks too: they are ids, but for the bytes, which are all one long
  let ranks = new Int32Array(bytesPerStep);
  let count = 0;
  for (let done = 0; done < bytes.length;) {
    const to = Math.min(bytes.length, done + bytesPerStep);
    for (let given = Math.min(count, tokensGiven); ; given = Math.min(count, given * 4)) {
      let start = done;
      for (let i = count - given; i < count; i++) start -= lengths[ranks[i]!]!;
      pieces.reserve(to - start);
      pieces.text.set(bytes.subarray(start, to));
      pieces.ids.set(ranks.subarray(count - given, count));
      const merged = pieces.mergeOn(done - start, to - start, given, given === count);
      if (merged < 0) continue; // only where not all were given
      const before = count - given;
      if (before + merged > ranks.length)
        ranks = lengthened(ranks, before, Math.ceil((before + merged) * Math.max(1.1, bytes.length / to)));
      ranks.set(pieces.ids.subarray(0, merged), before);
      count = before + merged;
      break;
    }
    done = to;
    yield done;
  }
  return ranks.subarray(0, count);
}

function lengthened(list: Int32Array, count: number, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(list.subarray(0, count));
  return longer;
}
