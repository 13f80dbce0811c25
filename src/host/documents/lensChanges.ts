/** What a change of a document's lens, or of its text, means for other parts of it. */
import { mapOffset, type TextEdit } from "../../core/text/edit.ts";
import type { TokenizedText } from "../../core/tokens/document/tokenizedText.ts";
import { changeLens, type Lens, type LensPatch } from "../../lens/lens.ts";
import type { LiveText } from "./liveText.ts";
import type { ReadyTokens } from "./readyTokens.ts";

/** The part of a change that holds for the cells of a notebook as for the whole. */
export function optionsOf({ encoding, specialTokens, endOfLine, colours }: LensPatch): LensPatch {
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(specialTokens === undefined ? {} : { specialTokens }),
    ...(endOfLine === undefined ? {} : { endOfLine }),
    ...(colours === undefined ? {} : { colours }),
  };
}

/** The selected token stays on its text while the text around it changes. */
export function keepPlace(lens: Lens, before: ReadyTokens | undefined, after: ReadyTokens, edits: readonly TextEdit[]): Lens {
  const { tokenCount } = after.source;
  const { selectedToken } = lens;
  if (selectedToken === null || before === undefined || edits.length === 0 || tokenCount === 0 || selectedToken >= before.source.tokenCount)
    return changeLens(lens, {}, tokenCount);
  let offset = before.text.tokenAt(selectedToken).from;
  for (const edit of edits) offset = mapOffset(offset, edit, "after");
  return changeLens(lens, { selectedToken: after.text.tokenIndexAt(Math.min(offset, Math.max(0, after.text.length - 1))) }, tokenCount);
}

/** Where a token begins in the pipeline's text; undefined while there is no such token. */
export function placeOfToken(live: LiveText, token: number): number | undefined {
  const text = live.ready?.text;
  return text === undefined || token >= text.tokenCount ? undefined : live.base + text.tokenAt(token).from;
}

/** The token at a place of the pipeline's text; null: the place is outside of what is looked at. @param base where that begins */
export function tokenAtPlace(base: number, text: TokenizedText, place: number): number | null {
  const offset = place - base;
  return offset >= 0 && offset < text.length ? text.tokenIndexAt(offset) : null;
}
