/** What a token says, as one value: text, or bytes where they are not whole characters. Every surface shows tokens from it. */
import { hexOf } from "../core/files/hexOf.ts";
import type { Vocabulary } from "../core/tokens/vocabulary.ts";

/** `bytes` is empty for an id that the vocabulary does not have (a checkpoint's padding rows, a file of another encoding). */
export type TokenText = { readonly text: string } | { readonly bytes: readonly number[] };

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function textOfBytes(bytes: Uint8Array): TokenText {
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { bytes: [...bytes] };
  }
}

/** Per vocabulary, as far as asked for: the same token is the same object. */
const known = new WeakMap<Vocabulary, Map<number, TokenText>>();
const noBytes: TokenText = { bytes: [] };

export function textOfToken(vocabulary: Vocabulary, id: number): TokenText {
  let texts = known.get(vocabulary);
  if (texts === undefined) known.set(vocabulary, (texts = new Map()));
  let text = texts.get(id);
  if (text === undefined) texts.set(id, (text = vocabulary.isToken(id) ? textOfBytes(vocabulary.tokenBytes(id)) : noBytes));
  return text;
}

export const textsOfTokens = (vocabulary: Vocabulary, ids: Iterable<number>): TokenText[] =>
  Array.from(ids, (id) => textOfToken(vocabulary, id));

/** "f0 9f 98" */
export const spacedHex = (bytes: ArrayLike<number>): string => hexOf(bytes, " ");
