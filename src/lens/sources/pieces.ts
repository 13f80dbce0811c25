/** The pre-tokenizer's piece that a token belongs to, also where only the tokens are known. */
import { type TokenizedText, tokenizeText } from "../../core/tokens/document/tokenizedText.ts";
import { type Awaitable, type TokenSource, whenThere } from "./tokenSource.ts";

/** Tokens looked at on either side of one whose text is not known. */
const tokensAround = 64;

/** @returns the piece's text; undefined where there is none, or it can't be known: the tokens around are not what the encoding makes of their text */
export function pieceOf(source: TokenSource, index: number): Awaitable<string | undefined> {
  const { text } = source;
  if (text !== undefined) {
    const { from, to } = text.pieceAt(index);
    return from === to && isAdded(text, index) ? undefined : text.slice(from, to);
  }
  const from = Math.max(0, index - tokensAround);
  return whenThere(source.ids(from, index + tokensAround + 1), (ids) => pieceAround(source, ids, index - from));
}

/** Whether the token is one of those that are put around the text. */
const isAdded = ({ added, tokenCount }: TokenizedText, index: number): boolean =>
  added !== undefined && (index < added.start.length || index >= tokenCount - added.end.length);

/** The tokens' text is encoded again: where that gives the same tokens, the piece is as it was in the text they were made of. */
function pieceAround({ encoding }: TokenSource, ids: Int32Array, at: number): string | undefined {
  const isToken = (id: number | undefined): boolean => id !== undefined && encoding.vocabulary.isToken(id);
  let from = at;
  while (from > 0 && isToken(ids[from - 1])) from--;
  let to = at + 1;
  while (to < ids.length && isToken(ids[to])) to++;
  if (!isToken(ids[at])) return undefined;
  const bytes = encoding.decodeBytes(ids.subarray(from, to));
  const cut = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80); // the first tokens may begin inside a character
  const byteFrom = encoding.decodeBytes(ids.subarray(from, at)).length - cut;
  if (cut === -1 || byteFrom < 0) return undefined;
  const text = wholeCharacters(bytes.subarray(cut));
  if (text === undefined) return undefined;
  const tokens = tokenizeText(encoding, text, "allow");
  const token = tokens.tokenIndexAtByte(byteFrom);
  if (token >= tokens.tokenCount || tokens.tokenAt(token).byteFrom !== byteFrom) return undefined;
  const piece = tokens.pieceAt(token);
  const original = at - token; // index in `ids` of the first token of the text made again, if it is the same
  const isSame = tokens.ids(piece.tokenFrom, piece.tokenTo).every((id, i) => id === ids[original + piece.tokenFrom + i]);
  return isSame ? tokens.slice(piece.from, piece.to) : undefined;
}

/** The bytes as text, but for a last character that is cut off; undefined when they are no UTF-8. */
function wholeCharacters(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
