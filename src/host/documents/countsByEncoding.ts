/** How many tokens one text has in each encoding: asked for by the picker, never computed unasked. */
import { builtInIds } from "../../core/tokens/catalogue.ts";
import { type TokenizedText, tokenizeTextSteps } from "../../core/tokens/document/tokenizedText.ts";
import { runSliced } from "../slices.ts";
import type { Encodings } from "./encodings.ts";
import type { LensedDocument } from "./lenses.ts";

/** Longer texts are not encoded again in every encoding only to show counts in a list. Code units. */
const longestCounted = 5_000_000;

/** The text, when its tokens are there and it is short enough to be counted in every encoding. */
export function countableText({ live }: LensedDocument): TokenizedText | undefined {
  const text = live.ready?.text;
  return text === undefined || text.length > longestCounted ? undefined : text;
}

export interface EncodingCount {
  readonly encoding: LensedDocument["lens"]["encoding"];
  readonly tokenCount: number;
}

/** One encoding after the other, in slices. @throws the signal's reason when it is aborted */
export async function* countsByEncoding(
  encodings: Encodings,
  { lens }: LensedDocument,
  text: TokenizedText,
  signal: AbortSignal,
): AsyncGenerator<EncodingCount> {
  const source = text.slice(0, text.length);
  for (const name of builtInIds) {
    const encoding = await encodings.get(name);
    const tokens = name === lens.encoding ? text : await runSliced(tokenizeTextSteps(encoding, source, lens.specialTokens), signal); // built in: none adds tokens
    signal.throwIfAborted();
    yield { encoding: name, tokenCount: tokens.tokenCount };
  }
}
