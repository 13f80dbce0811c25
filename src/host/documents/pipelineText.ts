/**
 * The text the pipeline sees, and its positions in the editor. With `endOfLine: lf` each line break is one `\n`, as Python's text mode
 * reads it, whatever the document uses; positions shown to the user are always the editor's.
 */
import * as vscode from "vscode";
import type { TextEdit } from "../../core/text/edit.ts";
import type { LensOptions } from "../../lens/options.ts";
import { yieldToOthers } from "../slices.ts";

type EndOfLine = LensOptions["endOfLine"];

/** Lines read between two pauses; 8,192 lines of 80 characters take well under a millisecond. */
const linesPerRead = 8192;

/** Whether each of the document's line breaks is one code unit longer than the pipeline's. */
const shortensBreaks = (document: vscode.TextDocument, endOfLine: EndOfLine): boolean =>
  endOfLine === "lf" && document.eol === vscode.EndOfLine.CRLF;

/** Position in the editor → offset in the pipeline's text, in code units. */
export const offsetAt = (document: vscode.TextDocument, position: vscode.Position, endOfLine: EndOfLine): number =>
  document.offsetAt(position) - (shortensBreaks(document, endOfLine) ? position.line : 0);

/**
 * Has VS Code make its own index of the line starts, in two turns: it makes it when it is first asked, which takes 5 to 10 ms for 160,000 lines.
 * Whoever asks then gets an answer at once.
 */
export async function indexLines(document: vscode.TextDocument): Promise<void> {
  if (document.lineCount <= linesPerRead) return;
  document.offsetAt(new vscode.Position(0, 0));
  await yieldToOthers();
  document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  await yieldToOthers();
}

export const pipelineLength = (document: vscode.TextDocument, endOfLine: EndOfLine): number =>
  offsetAt(document, document.lineAt(document.lineCount - 1).range.end, endOfLine);

/** Offset in the pipeline's text → position in the editor, O(log lines). */
export function positionAt(document: vscode.TextDocument, offset: number, endOfLine: EndOfLine): vscode.Position {
  if (!shortensBreaks(document, endOfLine)) return document.positionAt(offset);
  let low = 0;
  let high = document.lineCount - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (document.offsetAt(new vscode.Position(middle, 0)) - middle <= offset) low = middle;
    else high = middle - 1;
  }
  const lineStart = document.offsetAt(new vscode.Position(low, 0)) - low;
  return document.validatePosition(new vscode.Position(low, offset - lineStart));
}

export const rangeAt = (document: vscode.TextDocument, from: number, to: number, endOfLine: EndOfLine): vscode.Range =>
  new vscode.Range(positionAt(document, from, endOfLine), positionAt(document, to, endOfLine));

/** The whole text as the pipeline sees it. To join its parts takes a dozen milliseconds where it has 10 MB.  @throws as `readPipelineParts` */
export const readPipelineText = async (document: vscode.TextDocument, endOfLine: EndOfLine, signal: AbortSignal): Promise<string> =>
  (await readPipelineParts(document, endOfLine, signal)).join("");

/**
 * The whole text as the pipeline sees it, in parts as they are read: a block of lines each. A document that changes meanwhile is read again.
 * @throws the signal's reason when aborted
 */
export async function readPipelineParts(
  document: vscode.TextDocument,
  endOfLine: EndOfLine,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for (;;) {
    const version = document.version;
    const blocks: string[] = [];
    for (let line = 0; line < document.lineCount && document.version === version; line += linesPerRead) {
      signal.throwIfAborted();
      const end = Math.min(line + linesPerRead, document.lineCount);
      const to = end === document.lineCount ? document.lineAt(end - 1).range.end : new vscode.Position(end, 0);
      const block = document.getText(new vscode.Range(new vscode.Position(line, 0), to));
      blocks.push(shortensBreaks(document, endOfLine) ? block.replaceAll("\r\n", "\n") : block);
      if (end < document.lineCount) await yieldToOthers();
    }
    if (document.version === version) return blocks;
  }
}

/**
 * One change of the document as an edit of the pipeline's text. VS Code lists the changes of an event so that they may be applied one
 * after the other; each change's range speaks of the text before that change.
 */
export function toTextEdit(document: vscode.TextDocument, change: vscode.TextDocumentContentChangeEvent, endOfLine: EndOfLine): TextEdit {
  const { start, end } = change.range;
  if (!shortensBreaks(document, endOfLine))
    return { from: change.rangeOffset, to: change.rangeOffset + change.rangeLength, insert: normalize(change.text, document, endOfLine) };
  return {
    from: change.rangeOffset - start.line,
    to: change.rangeOffset + change.rangeLength - end.line,
    insert: normalize(change.text, document, endOfLine),
  };
}

/** An inserted text may hold either kind of line break, whatever the document's; the model turns them into its own. */
const normalize = (text: string, document: vscode.TextDocument, endOfLine: EndOfLine): string =>
  text.replaceAll(/\r\n|\r|\n/g, endOfLine === "lf" || document.eol === vscode.EndOfLine.LF ? "\n" : "\r\n");
