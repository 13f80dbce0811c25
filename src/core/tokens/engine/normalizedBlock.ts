/** Blocks of a text that is normalized: what is written of them, and where they may end. */
import type { NormalizedText, Normalizer, QuickCheck } from "../normalizer.ts";
import type { PieceEncoder } from "./pieceEncoder.ts";
import { unitsBetween } from "./utf8.ts";

interface Written {
  readonly byteCount: number;
  /** How the text was normalized; undefined when that changed nothing. */
  readonly normalized: NormalizedText | undefined;
}

/** Makes the block's text of text[from, to) as it is normalized. */
export function writeNormalized(
  pieces: PieceEncoder,
  normalizer: Normalizer | undefined,
  text: string,
  from: number,
  to: number,
  isStart: boolean,
): Written {
  if (normalizer === undefined) return { byteCount: pieces.write(text, from, to), normalized: undefined };
  if (normalizer.quickCheck !== undefined) {
    const byteCount = pieces.write(text, from, to);
    if (staysAsItIs(pieces, normalizer.quickCheck, text, from, to, byteCount)) return { byteCount, normalized: undefined };
  }
  const normalized = normalizer.apply(text.slice(from, to), isStart);
  const byteCount = normalized === undefined ? pieces.write(text, from, to) : pieces.write(normalized.text, 0, normalized.text.length);
  return { byteCount, normalized };
}

/** For each so many code units one place may be looked at; from there on it is quicker to normalize all of them. */
const unitsPerLook = 64;

/** Whether normalizing would not change text[from, to), which is the block's text. False also where that is not worth finding out. */
function staysAsItIs(pieces: PieceEncoder, check: QuickCheck, text: string, from: number, to: number, byteCount: number): boolean {
  let unit = from;
  let counted = 0; // bytes before `unit`
  for (let looks = (to - from) / unitsPerLook; ; looks--) {
    const next = pieces.findUnsettled(counted === 0 ? 0 : counted + 1, byteCount);
    if (next === byteCount) return true;
    if (looks < 0) return false;
    unit += pieces.countUnits(counted, next);
    counted = next;
    if (check.changesAt(text, unit, from, to)) return false;
  }
}

/** How many of the pieces to take, so that the last one does not end inside a changed stretch: the first ones or all that do; and where that
 *  is in the source, in code units. 0 pieces when all do. */
export function lastCut(
  bytes: Uint8Array,
  ends: Int32Array,
  { places }: NormalizedText,
  pieceCount: number,
  takesFirst: boolean,
): { readonly pieceCount: number; readonly place: number } {
  let cut = { pieceCount: 0, place: 0 };
  let unit = 0;
  for (let piece = 0, byte = 0; piece < pieceCount; piece++) {
    const end = ends[piece]!;
    unit += unitsBetween(bytes, byte, end);
    byte = end;
    if (places[unit]! < 0) continue;
    cut = { pieceCount: piece + 1, place: places[unit]! };
    if (takesFirst) break;
  }
  return cut;
}
