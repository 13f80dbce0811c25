/** What a script needs to print the batch on the screen: the lens and its document as the options of `core/datasets/copyAs…`. */
import * as vscode from "vscode";
import type { EncodingSpec } from "../../../core/tokens/encodingSpec.ts";
import { pythonReadsSteps } from "../../../core/datasets/scripts/pythonReads.ts";
import { type ScriptEncoding, scriptEncodingOf } from "../../../core/datasets/scripts/scriptEncoding.ts";
import type { ScriptOptions, ScriptSource } from "../../../core/datasets/scripts/scriptParts.ts";
import { shuffledOrderSteps } from "../../../core/random/dataLoaderOrder.ts";
import { codePointsIn } from "../../../core/text/codePoints.ts";
import { batchCount, batchOfWindow } from "../../../core/windows/batch.ts";
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import { longestSpaceRun } from "../../../lens/spaceRuns.ts";
import type { LensedDocument } from "../../documents/lenses.ts";
import type { ReadyTokens } from "../../documents/readyTokens.ts";
import { readPipelineText } from "../../documents/pipelineText.ts";
import { UserError } from "../../errors.ts";
import { inMessage } from "../../literal.ts";
import { runSliced } from "../../slices.ts";

/** The longest text that is written into a script, in code units. A longer one is read from a file. */
const longestEmbedded = 1_000_000;

/** tiktoken 0.14 raises ValueError on a run of white space of this many characters: its pattern looks back over all of it. */
const longestSpacesOfTiktoken = 1_000_000;

/**
 * The file itself where it is saved on this machine and Python reads the text on the screen from it; otherwise the text looked at, written
 * into the script.
 * @throws UserError when there is no batch to print, or the text would have to be written into the script and is too long for it
 */
export async function screenScript(
  { document, lens, live }: LensedDocument,
  { text, encoding: { spec } }: ReadyTokens,
): Promise<ScriptOptions> {
  const { specialTokens, addSpecialTokens, endOfLine, windows } = lens;
  const encoding = encodingForScript(spec);
  const batch = await shownBatch(lens, text.tokenCount);
  const options = { encoding, specialTokens, addSpecialTokens, endOfLine, windows, batch, print: "list" as const };
  const { scope } = live;
  const { signal } = new AbortController();
  const whole = scope === null ? text.slice(0, text.length) : await readPipelineText(document, endOfLine, signal);
  const file = await savedFile(document, whole, endOfLine, signal);
  if (file.kind === "unusable") {
    if (text.length > longestEmbedded) throw new UserError(tooLong(text.length, file.why));
    return { ...options, source: { kind: "text", text: text.slice(0, text.length) } };
  }
  if (scope === null) return { ...options, source: file };
  const from = codePointsIn(whole, 0, scope.from);
  return { ...options, source: file, scope: { from, to: from + codePointsIn(whole, scope.from, scope.to) } };
}

/** @throws UserError for an encoding that no library of Python's reads */
export function encodingForScript(spec: EncodingSpec): ScriptEncoding {
  const encoding = scriptEncodingOf(spec);
  if (encoding === undefined)
    throw new UserError(
      vscode.l10n.t(
        "Scripts are written for the built-in encodings, and for tokenizer.json and .tiktoken files on this machine's disk. Choose one of these, then copy again.",
      ),
    );
  return encoding;
}

/** What is to be said about a copied script: empty when it runs as it is. */
export const scriptCaution = ({ text, encoding }: ReadyTokens): string =>
  encoding.spec.tiktokenName === undefined || longestSpaceRun(text.chunks) < longestSpacesOfTiktoken
    ? ""
    : vscode.l10n.t(
        "The text has a run of {0} or more white-space characters. The ids shown here are right, but tiktoken itself stops there with a ValueError.",
        longestSpacesOfTiktoken.toLocaleString(vscode.env.language),
      );

/** @param caution what is to be said about the script; empty: nothing */
export function sayCopied(copied: string, caution: string): void {
  if (caution === "") vscode.window.setStatusBarMessage(copied, 3000);
  else void vscode.window.showWarningMessage(inMessage(`${copied}. ${caution}`));
}

type FileForScript = Extract<ScriptSource, { kind: "file" }> | { readonly kind: "unusable"; readonly why: "notSaved" | "readOtherwise" };

/** The file that a script can read to get this very text. @param whole the document's text as the pipeline has it */
async function savedFile(
  document: vscode.TextDocument,
  whole: string,
  endOfLine: "lf" | "document",
  signal: AbortSignal,
): Promise<FileForScript> {
  if (document.uri.scheme !== "file" || document.isDirty) return { kind: "unusable", why: "notSaved" };
  if (!["utf8", "utf8bom"].includes(document.encoding)) return { kind: "unusable", why: "readOtherwise" };
  let bytes: Uint8Array;
  try {
    bytes = await vscode.workspace.fs.readFile(document.uri);
  } catch {
    return { kind: "unusable", why: "notSaved" }; // deleted since it was opened
  }
  const isSame = await runSliced(pythonReadsSteps(bytes, whole, endOfLine), signal);
  return isSame ? { kind: "file", path: document.uri.fsPath } : { kind: "unusable", why: "readOtherwise" };
}

function tooLong(length: number, why: "notSaved" | "readOtherwise"): string {
  const count = length.toLocaleString(vscode.env.language);
  return why === "notSaved"
    ? vscode.l10n.t(
        "This text is not saved in a file on this machine, and with {0} characters it is too long to be written into a script. Save it, then copy again.",
        count,
      )
    : vscode.l10n.t(
        "Python would read another text from this file than the editor shows (its encoding is not UTF-8, or its line breaks are mixed), and with {0} characters it is too long to be written into a script. Save it as UTF-8 with one kind of line break, then copy again.",
        count,
      );
}

/** The batch that holds the selected window; the first one when the window is lost to `dropLast`. */
async function shownBatch({ windows, selectedWindow }: LensedDocument["lens"], tokenCount: number): Promise<number> {
  const count = windowCount(tokenCount, windows);
  if (batchCount(count, windows) === 0) {
    throw new UserError(
      vscode.l10n.t(
        "There is no batch to print: {0} tokens give {1} windows of {2}, and a batch takes {3}. Choose a smaller max_length or batch size.",
        tokenCount,
        count,
        windows.maxLength,
        windows.batchSize,
      ),
    );
  }
  const order = windows.shuffle
    ? await runSliced(shuffledOrderSteps(count, windows.seed, windows.epoch), new AbortController().signal)
    : undefined;
  return batchOfWindow(Math.min(selectedWindow, count - 1), count, windows, order)?.batch ?? 0;
}
