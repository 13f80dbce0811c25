/** What a tokenizer does to a text before it splits it, and where each part of the result came from. */
import { isHighSurrogate, isLowSurrogate } from "../text/surrogates.ts";

export interface Normalizer {
  /** Whether what is before a character, and what it begins, are normalized as if each stood alone. */
  readonly isBoundary: (code: number) => boolean;
  /** Whether `isStart` makes a difference. */
  readonly dependsOnStart: boolean;
  /** How to tell without normalizing a text that it does not change; undefined: there is no such way. */
  readonly quickCheck: QuickCheck | undefined;
  /** @param isStart whether nothing, or a special token, stands before the text  @returns undefined when the text is normalized */
  readonly apply: (text: string, isStart: boolean) => NormalizedText | undefined;
}

/** Most texts hold no character that a normalizer might change. */
export interface QuickCheck {
  /** [classCount] by `placeInClasses`. */
  readonly classes: () => Uint8Array;
  /** Whether normalizing changes the text around a place at which a character may change, in code units, within [from, to). */
  readonly changesAt: (text: string, at: number, from: number, to: number) => boolean;
}

// Of a character; 0 for one that stays as it is, whatever stands beside it. A text changes only where a character may change, or two that may move
// stand side by side.

/** It may change, or change what stands before it. */
export const MAY_CHANGE = 2;
/** It stays as it is, but may change places with one that may move too. */
export const MAY_MOVE = 1;

/** Code points of the first plane have a class each, of the others each 1,024 together. */
export const placeInClasses = (code: number): number => (code < 0x10000 ? code : 0x10000 - 64 + (code >> 10));
export const classCount = placeInClasses(0x10ffff) + 1;

export interface NormalizedText {
  readonly text: string;
  /** [text.length + 1] where each place in `text` is in the source, in code units. A stretch that was changed counts as one character: at a
   *  place inside it stands ~n, n being where the stretch begins in the source. */
  readonly places: Int32Array;
}

/** The last place in [from, to] of a text at which it may be cut before it is normalized; `from` when there is none. */
export function lastBoundary({ isBoundary }: Normalizer, text: string, from: number, to: number): number {
  for (let at = to; at > from; at--) {
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) continue;
    const code = text.codePointAt(at);
    if (code !== undefined && isBoundary(code)) return at;
  }
  return from;
}

/** Normalizes stretch by stretch, from one boundary to the next.
 *  @param mayChange whether a text can change at all: most do not, and most stretches of those that do */
export function normalizeStretches(
  text: string,
  isBoundary: Normalizer["isBoundary"],
  mayChange: (text: string) => boolean,
  change: (stretch: string) => string,
): NormalizedText | undefined {
  if (!mayChange(text) || change(text) === text) return undefined;
  const parts: string[] = [];
  const places: number[] = [];
  let kept = 0; // what is from here on and does not change is not in `parts` yet
  const keepTo = (to: number): void => {
    parts.push(text.slice(kept, to));
    for (; kept < to; kept++) places.push(kept);
  };
  const addStretch = (from: number, to: number): void => {
    if (to === from + 1 && text.charCodeAt(from) < 0x80) return; // ASCII by itself never changes
    const source = text.slice(from, to);
    if (!mayChange(source)) return;
    const part = change(source);
    if (part === source) return;
    keepTo(from);
    parts.push(part);
    for (let i = 0; i < part.length; i++) places.push(i === 0 ? from : ~from);
    kept = to;
  };
  let start = 0;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at)!; // at < text.length
    if (at > start && isBoundary(code)) {
      addStretch(start, at);
      start = at;
    }
    at += code > 0xffff ? 2 : 1;
  }
  addStretch(start, text.length);
  keepTo(text.length);
  places.push(text.length);
  return { text: parts.join(""), places: Int32Array.from(places) };
}
