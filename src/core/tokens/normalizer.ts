/** What a tokenizer does to a text before it splits it, and where each part of the result came from. */
import { isHighSurrogate, isLowSurrogate } from "../text/surrogates.ts";

export interface Normalizer {
  /** Whether what is before a character, and what it begins, are normalized as if each stood alone. */
  readonly isBoundary: (code: number) => boolean;
  /** Whether `isStart` makes a difference. */
  readonly dependsOnStart: boolean;
  /** @param isStart whether nothing, or a special token, stands before the text  @returns undefined when the text is normalized */
  readonly apply: (text: string, isStart: boolean) => NormalizedText | undefined;
}

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

/** Normalizes stretch by stretch, from one boundary to the next. */
export function normalizeStretches(
  text: string,
  isBoundary: Normalizer["isBoundary"],
  change: (stretch: string) => string,
): NormalizedText | undefined {
  if (change(text) === text) return undefined;
  const parts: string[] = [];
  const places: number[] = [];
  const addStretch = (from: number, to: number): void => {
    const source = text.slice(from, to);
    const part = change(source);
    parts.push(part);
    for (let i = 0; i < part.length; i++) places.push(part === source ? from + i : i === 0 ? from : ~from);
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
  places.push(text.length);
  return { text: parts.join(""), places: Int32Array.from(places) };
}
