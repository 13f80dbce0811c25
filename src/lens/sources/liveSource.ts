/** The tokens of a text as a source: whole in memory, kept current by the text's edits. */
import type { TextEdit } from "../../core/text/edit.ts";
import { withStartAndEnd } from "../../core/tokens/document/framedText.ts";
import { TokenCounts } from "../../core/tokens/document/tokenCounts.ts";
import { type TokenizedText, tokenizeTextSteps } from "../../core/tokens/document/tokenizedText.ts";
import type { Encoding, SpecialTokenPolicy } from "../../core/tokens/encoding.ts";
import { type TokenRowsIndex, tokenRows, tokenRowsSteps } from "./tokenRows.ts";
import type { Place, SourceCounts, TokenSource } from "./tokenSource.ts";

export interface LiveSource extends TokenSource {
  readonly text: TokenizedText;
  readonly counts: SourceCounts;
  ids(from: number, to: number): Int32Array;
  /** The source after edits, applied one after the other; its counts take the place of this one's, which must not be asked any more. */
  update(edits: readonly TextEdit[], revision: number): LiveSource;
}

export interface LiveSourceOptions {
  readonly revision?: number;
  readonly placeOf?: (unit: number) => Place;
  /** Whether the encoding's own start and end tokens are put around the text, where it has any. */
  readonly addSpecialTokens?: boolean;
}

/** Tokenizes, counts and finds the rows, in steps of a few milliseconds; yields how much of the text is tokenized, 0 … 1.
 *  @param text whole, or in parts */
export function* liveSourceSteps(
  encoding: Encoding,
  text: string | readonly string[],
  policy: SpecialTokenPolicy,
  { revision = 0, placeOf, addSpecialTokens = false }: LiveSourceOptions = {},
): Generator<number, LiveSource> {
  const length = typeof text === "string" ? text.length : text.reduce((sum, part) => sum + part.length, 0);
  const steps = tokenizeTextSteps(encoding, text, policy);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yield length === 0 ? 1 : step.value / length;
  const tokens = withStartAndEnd(step.value, addSpecialTokens);
  const counts = new TokenCounts(encoding.vocabulary.vocabSize);
  for (const _ of counts.updateSteps(tokens.chunks)) yield 1;
  const rows = tokenRowsSteps(tokens);
  let found = rows.next();
  for (; found.done !== true; found = rows.next()) yield 1;
  return new Live(tokens, counts, found.value, revision, placeOf);
}

class Live implements LiveSource {
  readonly text: TokenizedText;
  readonly rows: TokenRowsIndex;
  readonly revision: number;
  readonly placeOf: ((unit: number) => Place) | undefined;
  readonly #counts: TokenCounts;

  constructor(
    text: TokenizedText,
    counts: TokenCounts,
    rows: TokenRowsIndex,
    revision: number,
    placeOf: ((unit: number) => Place) | undefined,
  ) {
    this.text = text;
    this.#counts = counts;
    this.rows = rows;
    this.revision = revision;
    this.placeOf = placeOf;
  }

  get encoding(): Encoding {
    return this.text.encoding;
  }

  get tokenCount(): number {
    return this.text.tokenCount;
  }

  get counts(): SourceCounts {
    const { text } = this;
    const counts = this.#counts;
    return {
      charCount: text.length,
      byteCount: text.byteLength,
      distinctCount: counts.distinctCount,
      foreignCount: 0,
      of: (id) => counts.of(id),
    };
  }

  ids(from: number, to: number): Int32Array {
    return this.text.ids(from, to);
  }

  update(edits: readonly TextEdit[], revision: number): LiveSource {
    let { text } = this;
    for (const edit of edits) text = text.update([edit]);
    this.#counts.update(text.chunks);
    return new Live(text, this.#counts, tokenRows(text), revision, this.placeOf);
  }
}
