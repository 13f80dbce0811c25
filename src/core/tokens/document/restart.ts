/** Where encoding may begin again after an edit: before everything that the edit may have changed, at a piece that does not depend on it. */
import type { TextEdit } from "../../text/edit.ts";
import { isHighSurrogate, isLowSurrogate } from "../../text/surrogates.ts";
import type { Encoder } from "../engine/encoder.ts";
import { lastBoundary } from "../normalizer.ts";
import { settledIn } from "../pattern/lookAhead.ts";
import { isSpace, isWord } from "../pattern/words.ts";
import type { SpecialTokenSet } from "../specialTokens.ts";
import { endBefore, firstEndPast } from "./chunkReaders.ts";
import type { Place } from "./chunkReaders.ts";
import type { TokenChunk } from "./tokenChunk.ts";

/** The first character that the edit may have changed: the one before it too, if a surrogate pair is made or broken there or if it is
 *  normalized with what follows; and everything from the start of a special token that may be made or broken. */
export function disturbedStart(
  chunks: readonly TokenChunk[],
  chunk: number,
  unit: number,
  edit: TextEdit,
  { given }: Encoder,
  specialTokens: SpecialTokenSet | undefined,
): number {
  for (let length = Math.max(8, specialTokens?.longest ?? 0); ; length *= 4) {
    const window = textBefore(chunks, chunk, unit, edit.from, length);
    const isAll = window.length < length;
    let at = window.length;
    if (isHighSurrogate(window.charCodeAt(at - 1))) at--;
    if (given?.normalizer !== undefined) at = lastBoundary(given.normalizer, window, 0, Math.max(0, at - 1));
    if (specialTokens !== undefined) {
      const { rules, longest, firstUnits } = specialTokens;
      if (rules !== undefined) while (at > 0 && isSpace(window.charCodeAt(at - 1))) at--; // a token may take it along
      const from = Math.max(0, at - longest);
      if (from === 0 && !isAll && at < longest) continue;
      for (let i = from; i < at; i++) if (firstUnits.has(window.charCodeAt(i))) at = i;
      if (rules !== undefined) while (at > 0 && isSpace(window.charCodeAt(at - 1))) at--;
    }
    if (at > 0 || isAll) return edit.from - window.length + at;
  }
}

/** Up to `length` code units before `to`. */
function textBefore(chunks: readonly TokenChunk[], chunk: number, unit: number, to: number, length: number): string {
  let text = chunks[chunk]!.text.slice(Math.max(0, to - unit - length), to - unit);
  for (let before = chunk - 1; before >= 0 && text.length < length; before--)
    text = chunks[before]!.text.slice(-(length - text.length)) + text;
  return text;
}

/** A start of a piece such that no piece before it has read text from `disturbedFrom` on. */
export function settledPlace(
  encoder: Encoder,
  specialTokens: SpecialTokenSet | undefined,
  chunks: readonly TokenChunk[],
  chunk: number,
  unit: number,
  disturbedFrom: number,
): Place {
  const back = encoder.pattern.lookBack();
  const goBack = (): void => void (unit -= chunks[--chunk]!.text.length);
  let settled: number;
  for (;;) {
    settled = settledIn(back, chunks[chunk]!.text, disturbedFrom - unit, encoder.given?.normalizer);
    if (settled >= 0 || chunk === 0) break;
    goBack();
  }
  let token = settled < 0 ? 0 : firstEndPast(chunks[chunk]!.ends, settled);
  for (;;) {
    const { continues: continuing, text, ids } = chunks[chunk]!;
    if (token < ids.length && continuing[token] === 0) {
      const start = endBefore(chunks[chunk]!, token);
      const before =
        start > 0
          ? text.charCodeAt(start - 1)
          : chunk > 0
            ? chunks[chunk - 1]!.text.charCodeAt(chunks[chunk - 1]!.text.length - 1)
            : undefined;
      if (mayRestart(encoder, specialTokens, before, text.codePointAt(start))) return { chunk, unit, token };
    }
    if (token > 0) token--;
    else if (chunk === 0) return { chunk, unit, token };
    else {
      goBack();
      token = chunks[chunk]!.ids.length - 1;
    }
  }
}

/** Whether encoding may begin between two characters, where a piece starts, and give what encoding from before gives.
 *  @param before the code unit before, undefined at the start of the text  @param code the character there, undefined at the end */
export function mayRestart(
  { pattern, given }: Encoder,
  specialTokens: SpecialTokenSet | undefined,
  before: number | undefined,
  code: number | undefined,
): boolean {
  if (code === undefined || before === undefined) return true;
  if (!pattern.mayStartWith(code) || given?.normalizer?.isBoundary(code) === false) return false;
  return specialTokens?.rules === undefined || !(isSpace(code) || isSpace(before) || isWord(before) || isLowSurrogate(before));
}

/** Whether the token before a place was found as a special one: by its text, for an id may be that of an ordinary token too. */
export function isBehindSpecial(
  chunks: readonly TokenChunk[],
  { chunk, token }: Place,
  specialTokens: SpecialTokenSet | undefined,
): boolean {
  const holder = token > 0 ? chunks[chunk] : chunks[chunk - 1];
  if (holder === undefined || specialTokens === undefined) return false;
  const index = token > 0 ? token - 1 : holder.ids.length - 1;
  const text = holder.text.slice(endBefore(holder, index), holder.ends[index]);
  return specialTokens.tokens.get(text) === holder.ids[index] || specialTokens.tokens.get(text.trim()) === holder.ids[index];
}
