/** A text's tokens once they are there, with the answers about them. Loaded with the first text that is looked at, not at activation: the tokenizer
 *  hangs from here. */
import type { TextEdit } from "../../core/text/edit.ts";
import type { TokenizedText } from "../../core/tokens/document/tokenizedText.ts";
import type { Encoding } from "../../core/tokens/encoding.ts";
import { type LiveSource, type LiveSourceOptions, liveSourceSteps } from "../../lens/sources/liveSource.ts";
import type { LensOptions } from "../../lens/options.ts";
import { createTokenService, type TokenService } from "../../lens/tokenService.ts";
import { createPause } from "../slices.ts";

export interface ReadyTokens {
  readonly kind: "ready";
  readonly source: LiveSource;
  readonly service: TokenService;
  readonly text: TokenizedText;
  readonly encoding: Encoding;
  /** The tokens after edits of the text, one after the other; these must not be asked any more. */
  update(edits: readonly TextEdit[], revision: number): ReadyTokens;
}

/** Yields how much of the text is tokenized, 0 … 1.  @param text whole, or in parts */
export function* readyTokensSteps(
  encoding: Encoding,
  text: string | readonly string[],
  policy: LensOptions["specialTokens"],
  options: LiveSourceOptions,
): Generator<number, ReadyTokens> {
  return readyTokens(yield* liveSourceSteps(encoding, text, policy, options));
}

const readyTokens = (source: LiveSource): ReadyTokens => ({
  kind: "ready",
  source,
  service: createTokenService(source, createPause),
  text: source.text,
  encoding: source.text.encoding,
  update: (edits, revision) => readyTokens(source.update(edits, revision)),
});
