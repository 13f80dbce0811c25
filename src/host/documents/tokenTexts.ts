/** What tokens say, as every surface shows it: their bytes as text, or as hex where they hold only part of a character. */
import type { Vocabulary } from "../../core/tokens/vocabulary.ts";
import type { TokenTexts } from "../../protocol/views.ts";

export interface TokenText {
  readonly text: string;
  /** The bytes are not whole characters: `text` is their hex, "f0 9f". */
  readonly partial: boolean;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Per vocabulary, as far as asked for. */
const known = new WeakMap<Vocabulary, Map<number, TokenText>>();

export const hexOf = (bytes: ArrayLike<number>): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

export function textOfBytes(bytes: Uint8Array): TokenText {
  try {
    return { text: strict.decode(bytes), partial: false };
  } catch {
    return { text: hexOf(bytes), partial: true };
  }
}

/** @throws RangeError for an id the vocabulary does not have */
export function textOfToken(vocabulary: Vocabulary, id: number): TokenText {
  let texts = known.get(vocabulary);
  if (texts === undefined) known.set(vocabulary, (texts = new Map()));
  let text = texts.get(id);
  if (text === undefined) texts.set(id, (text = textOfBytes(vocabulary.tokenBytes(id))));
  return text;
}

/** Ids outside the vocabulary (a checkpoint's padding rows, holes in p50k) have an empty text. */
export function textsOfTokens(vocabulary: Vocabulary, ids: Iterable<number>): TokenTexts {
  const texts: string[] = [];
  const partial: number[] = [];
  for (const id of ids) {
    const token = vocabulary.isToken(id) ? textOfToken(vocabulary, id) : { text: "", partial: false };
    if (token.partial) partial.push(texts.length);
    texts.push(token.text);
  }
  return { texts, partial };
}
