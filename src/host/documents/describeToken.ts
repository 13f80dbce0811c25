/** Everything that is said of one token: the hover, the token view's bottom strip and the inspector read from here. */
import { windowsWithToken } from "../../core/windows/slidingWindow.ts";
import type { TokenDescription } from "../../protocol/views.ts";
import type { LensedDocument } from "./lenses.ts";
import { positionAt } from "./pipelineText.ts";
import { textOfToken } from "./tokenTexts.ts";

/** Longer pieces (base64, one letter a thousand times) are not told merge by merge. */
const longestToldPiece = 200;

/** @returns null when there is no such token, or the tokens are not there yet */
export function describeToken({ document, lens, live }: LensedDocument, index: number): TokenDescription | null {
  const ready = live.ready;
  if (ready === null || index >= ready.text.tokenCount) return null;
  const { text, encoding, counts, revision } = ready;
  const token = text.tokenAt(index);
  const position = positionAt(document, live.base + token.from, lens.endOfLine);
  const isSpecial = encoding.vocabulary.specialTokens.ids.has(token.id);
  const piece = text.pieceAt(index);
  const pieceText = text.slice(piece.from, piece.to);
  const steps = isSpecial || pieceText.length > longestToldPiece ? [] : encoding.mergeSteps(pieceText);
  const { input, target } = windowsWithToken(index, text.tokenCount, lens.windows);
  const { text: said, partial } = textOfToken(encoding.vocabulary, token.id);
  return {
    revision,
    index,
    id: token.id,
    text: said,
    partial,
    special: isSpecial,
    bytes: [...encoding.vocabulary.tokenBytes(token.id)],
    occurrences: counts.of(token.id),
    line: position.line + 1,
    column: position.character + 1,
    piece: pieceText.length > longestToldPiece ? `${pieceText.slice(0, longestToldPiece)}…` : pieceText,
    merges: steps.map(({ left, right, rank }) => ({
      left: textOfToken(encoding.vocabulary, left).text,
      right: textOfToken(encoding.vocabulary, right).text,
      rank,
    })),
    inputWindows: { from: input.windowFrom, to: input.windowTo },
    targetWindows: { from: target.windowFrom, to: target.windowTo },
  };
}
