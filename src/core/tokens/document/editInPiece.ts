/** An edit inside one long piece, a run of letters: where the piece begins and ends does not change, so only the tokens around the edit are merged
 *  anew. Merged stretches may stand side by side exactly if the two tokens that meet there stay apart (engine/assembly/merge.ts): the old tokens are
 *  kept from the first border on, on each side, where they do. */
import type { TextEdit } from "../../text/edit.ts";
import { continues } from "../engine/encoder.ts";
import type { Encoder } from "../engine/encoder.ts";
import { characterClasses, END_BYTE, LETTER, MARK, OTHER } from "../pattern/characterClass.ts";
import type { SpecialTokenSet } from "../specialTokens.ts";
import { Border } from "./border.ts";
import { TextReader } from "./chunkReaders.ts";
import type { FreshTokens, Place } from "./chunkReaders.ts";
import { disturbedStart } from "./restart.ts";
import type { TokenChunk } from "./tokenChunk.ts";

/** Pieces of fewer tokens on either side of the edit are encoded anew: that is quick, and has no conditions. */
const leastTokens = 256;
/** Tokens on each side of the edit that are merged anew at first, then twice as many and again. */
const firstTokens = 4;
/** Tokens that hold the code units before the edit that must be letters too, for it might change a contraction ('ll). */
const tokensLookedAt = 16;
const lettersBefore = 3;

export interface EditInPiece {
  readonly start: Place;
  readonly startUnit: number;
  readonly fresh: FreshTokens;
}

/** The tokens of a piece around an edit inside it; undefined where the piece is short or the edit may have changed where it begins or ends.
 *  @param chunk index of the chunk that holds the edit's start  @param unit where it starts */
export function editInPiece(
  encoder: Encoder,
  chunks: readonly TokenChunk[],
  chunk: number,
  unit: number,
  edit: TextEdit,
  specialTokens: SpecialTokenSet | undefined,
): EditInPiece | undefined {
  if (encoder.given !== undefined || encoder.pattern.name === undefined || edit.from === 0) return undefined;
  const left = Border.before(chunks, chunk, unit, edit.from - 1);
  if (!isInLongPiece(left)) return undefined;
  const moved = movedToRunEnd(chunks, left, edit);
  left.moveTo(moved.from - 1);
  const right = left.copy();
  do right.forward();
  while (right.isInside && right.position <= moved.to);
  if (right.position < moved.to) return undefined; // the piece ends before
  if (disturbedStart(chunks, left.chunk, left.unit, moved, encoder, specialTokens) !== moved.from) return undefined;
  if (!isAmongLetters(encoder.pattern.name === "o200k", chunks, left, right, moved)) return undefined;
  return mergeBetween(encoder, chunks, left, right, moved);
}

/** Whether the piece of the token after a border goes on for `leastTokens` to one side. */
function isInLongPiece(border: Border): boolean {
  const after = border.copy();
  after.forward();
  return goesOn(border.copy(), (at) => at.backward()) || goesOn(after, (at) => at.forward());
}

function goesOn(border: Border, go: (border: Border) => void): boolean {
  for (let count = 0; count < leastTokens; count++) {
    if (!border.isInside) return false;
    go(border);
  }
  return true;
}

/** The same change of the text, as far right as it can be made: a letter typed into a run of it is one typed near the run's end, where fewer tokens
 *  follow that might change. */
function movedToRunEnd(chunks: readonly TokenChunk[], border: Border, edit: TextEdit): TextEdit {
  const { from, to, insert } = edit;
  const removed = new TextReader(chunks, border.chunk, border.unit, from).read(to - from);
  const letter = (insert + removed).charCodeAt(0);
  for (const changed of [insert, removed]) for (let i = 0; i < changed.length; i++) if (changed.charCodeAt(i) !== letter) return edit;
  let run = 0; // of the letter, behind the edit
  const reader = new TextReader(chunks, border.chunk, border.unit, to);
  for (let isRun = true; isRun && !reader.isAtEnd;) {
    const text = reader.read(8192);
    let i = 0;
    while (i < text.length && text.charCodeAt(i) === letter) i++;
    run += i;
    isRun = i === text.length;
  }
  const shift = Math.max(0, run - 1); // one stays behind the edit
  return { from: from + shift, to: to + shift, insert };
}

/** Whether all that the edit removes and inserts and what is on both sides of it are letters, to o200k of the same case: then the pattern reads on
 *  behind the edit as it did, for of such letters any number is as good as one. Or the piece ends with the edit, before what is no part of a word. */
function isAmongLetters(
  isCased: boolean,
  chunks: readonly TokenChunk[],
  left: Border,
  right: Border,
  { from, to, insert }: TextEdit,
): boolean {
  const border = left.copy();
  border.goBack(tokensLookedAt);
  const before = new TextReader(chunks, border.chunk, border.unit, border.position).read(from - border.position);
  const removedAndNext = new TextReader(chunks, left.chunk, left.unit, from).read(to + 1 - from);
  const next = removedAndNext.charCodeAt(to - from); // NaN at the end of the text
  const { ofCode } = characterClasses();
  const isAtEnd = right.position === to;
  if (isAtEnd && ((ofCode[next] ?? OTHER) & (LETTER | MARK)) !== 0) return false;
  const text = before.slice(-lettersBefore) + insert + (isAtEnd ? removedAndNext.slice(0, to - from) : removedAndNext);
  let common = LETTER;
  for (let i = 0; i < text.length; i++) {
    const flags = ofCode[text.charCodeAt(i)]!; // half of a surrogate pair is no letter
    if (isCased) common &= flags;
    if ((flags & common) === 0) return false;
  }
  return true;
}

/** Merges what is between two borders, farther and farther apart, until both hold. */
function mergeBetween(
  { pieces, tables }: Encoder,
  chunks: readonly TokenChunk[],
  left: Border,
  right: Border,
  { from, to, insert }: TextEdit,
): EditInPiece {
  const rankOf = (id: number): number => (id < 256 ? tables.byteOfId[id]! : id);
  const idOf = (rank: number): number => (rank < 256 ? tables.idOfByte[rank]! : rank);
  for (let toLeft = firstTokens, toRight = firstTokens; ;) {
    left.goBack(toLeft);
    left.leaveCharacter(tables, (at) => at.backward());
    right.goOn(toRight);
    right.leaveCharacter(tables, (at) => at.forward());
    const before = new TextReader(chunks, left.chunk, left.unit, left.position).read(from - left.position);
    const after = new TextReader(chunks, left.chunk, left.unit, to).read(right.position - to);
    const text = before + insert + after;
    const byteCount = pieces.write(text, 0, text.length);
    pieces.text[byteCount] = END_BYTE;
    const count = pieces.mergeOn(0, byteCount, 0, true);
    const holdsLeft = !left.isInside || pieces.stayApart(rankOf(left.idBefore), pieces.ids[0]!);
    const holdsRight = !right.isInside || pieces.stayApart(pieces.ids[count - 1]!, rankOf(right.id));
    if (holdsLeft && holdsRight) {
      const isWide = byteCount !== text.length;
      for (let i = 0; i < count; i++) pieces.ids[i] = idOf(pieces.ids[i]!) | (i > 0 || left.isInside ? continues : 0);
      pieces.findEnds(count, isWide);
      const ends = (isWide ? pieces.unitEnds : pieces.byteEnds).slice(0, count);
      return {
        start: left.place(),
        startUnit: left.position,
        fresh: { text, ids: pieces.ids.slice(0, count), ends, count, met: right.place() },
      };
    }
    toLeft = holdsLeft ? 0 : toLeft * 2 || firstTokens;
    toRight = holdsRight ? 0 : toRight * 2 || firstTokens;
  }
}
