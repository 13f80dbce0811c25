/** Everything that is said of one token: the hover, the token view's details, the inspector and agents' tools read from here. */
import { type WindowOptions, windowsWithToken } from "../core/windows/slidingWindow.ts";
import type { Span } from "./answers.ts";
import { pieceOf } from "./sources/pieces.ts";
import { type Awaitable, type TokenSource, whenThere } from "./sources/tokenSource.ts";
import { splitCharacters } from "./splitCharacters.ts";
import { type TokenText, textOfBytes, textOfToken, textsOfTokens } from "./tokenText.ts";

/** One pair joined while a piece became tokens. */
export interface MergeStep {
  readonly left: TokenText;
  readonly right: TokenText;
  readonly joined: TokenText;
  /** Lower ranks join first; the joined token's id. */
  readonly rank: number;
}

/** All that is said of one token; the hover, the token view's bottom strip and the inspector say the same. */
export interface TokenDescription {
  readonly revision: number;
  readonly index: number;
  readonly id: number;
  readonly text: TokenText;
  readonly special: boolean;
  readonly bytes: readonly number[];
  /** The character (or characters) it holds a part of, with its neighbours: the part-th token of so many, counted from 1. */
  readonly partOf?: { readonly text: string; readonly part: number; readonly count: number } | undefined;
  /** How often this id occurs; undefined: not counted. */
  readonly occurrences?: number | undefined;
  /** 1-based, as the editor's status bar says it; undefined where there are no lines. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** The pre-tokenizer's piece this token belongs to, cut where it is very long. */
  readonly piece: TokenText;
  readonly merges: readonly MergeStep[];
  /** Windows it is an input of, and a target of. */
  readonly inputWindows: Span;
  readonly targetWindows: Span;
}

/** The merges of longer pieces (base64, one letter a thousand times) are left out. Code units or bytes. */
const longestMergedPiece = 200;

/** @returns undefined when there is no such token */
export function describeToken(source: TokenSource, index: number, windows: WindowOptions): Awaitable<TokenDescription | undefined> {
  if (index >= source.tokenCount) return undefined;
  return whenThere(source.ids(index, index + 1), ([id]) => {
    if (id === undefined) return undefined;
    if (!source.encoding.vocabulary.isToken(id)) return described(source, index, id, windows, undefined);
    const whole = whenThere(pieceOf(source, index), (piece) => described(source, index, id, windows, piece));
    return whenThere(whole, (description) =>
      "text" in description.text ? description : whenThere(characterOf(source, index), (partOf) => ({ ...description, partOf })),
    );
  });
}

/** Tokens on either side that may belong to the same character. */
const neighbourhood = 8;

function characterOf(source: TokenSource, index: number): Awaitable<TokenDescription["partOf"]> {
  const first = Math.max(0, index - neighbourhood);
  return whenThere(source.ids(first, Math.min(source.tokenCount, index + neighbourhood + 1)), (ids) => {
    const texts = textsOfTokens(source.encoding.vocabulary, ids);
    const found = splitCharacters(texts).find(({ from, to }) => index - first >= from && index - first < to);
    return found === undefined ? undefined : { text: found.text, part: index - first - found.from + 1, count: found.to - found.from };
  });
}

function described(source: TokenSource, index: number, id: number, windows: WindowOptions, piece: string | undefined): TokenDescription {
  const { encoding, text, tokenCount, counts, revision } = source;
  const { vocabulary } = encoding;
  const bytes = vocabulary.isToken(id) ? vocabulary.tokenBytes(id) : new Uint8Array();
  const isSpecial = vocabulary.specialTokens.ids.has(id);
  const place = text === undefined ? undefined : source.placeOf?.(text.tokenAt(index).from);
  const { input, target } = windowsWithToken(index, tokenCount, windows);
  return {
    revision,
    index,
    id,
    text: textOfToken(vocabulary, id),
    special: isSpecial,
    bytes: [...bytes],
    occurrences: counts?.of(id),
    line: place?.line,
    column: place?.column,
    piece: piece === undefined ? textOfBytes(bytes) : { text: cut(piece) },
    merges: isSpecial ? [] : mergesOf(source, piece ?? bytes),
    inputWindows: { from: input.windowFrom, to: input.windowTo },
    targetWindows: { from: target.windowFrom, to: target.windowTo },
  };
}

const cut = (piece: string): string => (piece.length > longestMergedPiece ? `${piece.slice(0, longestMergedPiece)}…` : piece);

function mergesOf({ encoding }: TokenSource, piece: string | Uint8Array): MergeStep[] {
  if (piece.length < 2 && typeof piece !== "string") return [];
  if (piece.length > longestMergedPiece) return [];
  const { vocabulary } = encoding;
  const said = (id: number): TokenText => textOfToken(vocabulary, id);
  return encoding.mergeSteps(piece).map(({ left, right, id, rank }) => ({ left: said(left), right: said(right), joined: said(id), rank }));
}
