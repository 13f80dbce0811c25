/** Which tokens the editor shows now, as ranges to be coloured: those of the visible lines, of a long line only what VS Code draws. */
import * as vscode from "vscode";
import { tintCount, tintOf } from "../../lens/tints.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { offsetAt } from "../documents/pipelineText.ts";

/** Tokens drawn at once in all lines together: VS Code takes longer than a frame for more. */
const mostDrawn = 20_000;
/** Columns of a line that VS Code draws where its setting says nothing: the default of `editor.stopRenderingLineAfter`. */
const columnsDrawn = 10_000;

/** A stretch of one line, in columns. */
interface Stretch {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export interface DrawnTokens {
  /** Per tint. Each range is within one line: a line break has no width. */
  readonly ranges: readonly (readonly vscode.Range[])[];
  /** Whether a line has more tokens than are drawn, so that those about the caret were chosen. */
  readonly isAboutCaret: boolean;
}

/**
 * The tokens in the visible ranges.
 * @param caret where the user looks, as far as that is known: VS Code does not say how far a line is scrolled sideways
 */
export function tokenRanges(
  { document, lens, live }: LensedDocument,
  visible: readonly vscode.Range[],
  caret: vscode.Position,
): DrawnTokens {
  const ranges: vscode.Range[][] = Array.from({ length: tintCount }, () => []);
  const text = live.ready?.text;
  if (text === undefined || text.tokenCount === 0) return { ranges, isAboutCaret: false };
  const stretches = visible.flatMap((range) => drawnStretches(document, range));
  let left = mostDrawn;
  let isAboutCaret = false;
  for (const [i, stretch] of stretches.entries()) {
    const lineStart = offsetAt(document, new vscode.Position(stretch.line, 0), lens.endOfLine) - live.base;
    const from = Math.max(0, lineStart + stretch.from);
    const to = Math.min(text.length, lineStart + stretch.to);
    if (from >= to) continue;
    const share = Math.ceil(left / (stretches.length - i));
    const touching = text.tokensTouching(from, to);
    const middle =
      caret.line === stretch.line ? text.tokenIndexAt(Math.min(Math.max(from, lineStart + caret.character), to)) : touching.from;
    const drawn = around(touching, middle, share);
    isAboutCaret ||= drawn.to - drawn.from < touching.to - touching.from;
    left -= drawn.to - drawn.from;
    const ends = text.ends(drawn.from, drawn.to);
    let start = drawn.from === 0 ? 0 : text.tokenAt(drawn.from).from;
    for (let index = drawn.from; index < drawn.to; index++) {
      const end = ends[index - drawn.from] ?? start;
      const columnFrom = Math.max(start, from) - lineStart;
      const columnTo = Math.min(end, to) - lineStart;
      // A token that holds only the beginning of a character has no width, and a line break has none either.
      if (columnFrom < columnTo) ranges[tintOf(index)]?.push(new vscode.Range(stretch.line, columnFrom, stretch.line, columnTo));
      start = end;
    }
  }
  return { ranges, isAboutCaret };
}

/** The lines of a visible range, as far as VS Code draws them. */
function drawnStretches(document: vscode.TextDocument, { start, end }: vscode.Range): Stretch[] {
  const limit: unknown = vscode.workspace.getConfiguration("editor", document).get("stopRenderingLineAfter");
  const most = typeof limit === "number" && limit >= 0 ? limit : limit === -1 ? Number.MAX_SAFE_INTEGER : columnsDrawn;
  const stretches: Stretch[] = [];
  for (let line = start.line; line <= end.line; line++) {
    const length = document.lineAt(line).text.length;
    const from = line === start.line ? start.character : 0;
    const to = line === end.line ? Math.min(end.character, length) : length;
    // Only where lines are wrapped does a visible range begin or end inside a line; a line that is not wrapped is cut by VS Code.
    const isWhole = from === 0 && to === length;
    stretches.push({ line, from, to: isWhole ? Math.min(to, most) : to });
  }
  return stretches;
}

/** At most `most` of the indexes [from, to), about the middle one. */
function around({ from, to }: { readonly from: number; readonly to: number }, middle: number, most: number): { from: number; to: number } {
  if (to - from <= most) return { from, to };
  const start = Math.min(Math.max(from, middle - (most >> 1)), to - most);
  return { from: start, to: start + most };
}
