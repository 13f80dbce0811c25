/** What a script needs to print the batch on the screen: the lens and its document as the options of `core/datasets/copyAs…`. */
import * as vscode from "vscode";
import type { ScriptOptions, ScriptSource } from "../../core/datasets/scriptParts.ts";
import { shuffledOrderSteps } from "../../core/random/dataLoaderOrder.ts";
import { batchCount, batchOfWindow } from "../../core/windows/batch.ts";
import { windowCount } from "../../core/windows/slidingWindow.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import type { ReadyTokens } from "../documents/liveText.ts";
import { readPipelineText } from "../documents/pipelineText.ts";
import { UserError } from "../errors.ts";
import { runSliced } from "../slices.ts";

/** The longest text that is written into a script, in code units. A longer one belongs into a file. */
const longestEmbedded = 1_000_000;

/** VS Code's names of encodings → Python's codecs. UTF-8 needs none: the scripts read it with or without a byte order mark. */
const pythonCodecs: Readonly<Record<string, string>> = {
  utf16le: "utf-16",
  utf16be: "utf-16",
  windows1252: "cp1252",
  iso88591: "latin-1",
  iso885915: "iso8859-15",
  windows1251: "cp1251",
  shiftjis: "cp932",
  gbk: "gbk",
  gb18030: "gb18030",
  big5hkscs: "big5hkscs",
  eucjp: "euc_jp",
  euckr: "euc_kr",
};

/**
 * The file itself where it is saved on this machine; otherwise the text looked at, written into the script.
 * @throws UserError when there is no batch to print, or the text would have to be written into the script and is too long for it
 */
export async function screenScript({ document, lens, live }: LensedDocument, { text }: ReadyTokens): Promise<ScriptOptions> {
  const { encoding, specialTokens, endOfLine, windows } = lens;
  const options = { encoding, specialTokens, endOfLine, windows, batch: await shownBatch(lens, text.tokenCount), print: "list" as const };
  const file = savedFile(document);
  if (file === null) {
    if (text.length > longestEmbedded) {
      throw new UserError(
        vscode.l10n.t(
          "This text is not saved in a file on this machine, and with {0} characters it is too long to stand in a script. Save it, then copy again.",
          text.length.toLocaleString(vscode.env.language),
        ),
      );
    }
    return { ...options, source: { kind: "text", text: text.slice(0, text.length) } };
  }
  const { scope } = live;
  if (scope === null) return { ...options, source: file };
  const whole = await readPipelineText(document, endOfLine, new AbortController().signal);
  const from = codePoints(whole, 0, scope.from);
  return { ...options, source: file, scope: { from, to: from + codePoints(whole, scope.from, scope.to) } };
}

/** The file a script can read to get this very text; null when there is none. */
function savedFile(document: vscode.TextDocument): ScriptSource | null {
  if (document.uri.scheme !== "file" || document.isDirty) return null;
  const path = document.uri.fsPath;
  if (document.encoding === "utf8" || document.encoding === "utf8bom") return { kind: "file", path };
  const fileEncoding = pythonCodecs[document.encoding];
  return fileEncoding === undefined ? null : { kind: "file", path, fileEncoding };
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

/** Python counts whole characters: a pair of surrogates is one. */
function codePoints(text: string, from: number, to: number): number {
  let count = to - from;
  for (let i = from; i < to - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) count--;
  }
  return count;
}
