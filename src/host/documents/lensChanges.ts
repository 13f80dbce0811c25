/** What a change of a document's lens, or of its text, means for other parts of it. */
import { mapOffset, type TextEdit } from "../../core/text/edit.ts";
import { changeLens, type Lens, type LensPatch } from "../../lens/lens.ts";
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
