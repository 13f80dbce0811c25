/** An export's progress in words: "12.3 MB/s, 4,200,000 tokens, 20 s left". */
import * as vscode from "vscode";
import type { ExportProgress } from "./exportJob.ts";

/** A rate over less time than this would jump. */
const leastSeconds = 0.5;

/** @param nowMs a clock, in milliseconds; files that are only checked are not in the rate */
export function progressTeller(nowMs: () => number): (progress: ExportProgress) => string {
  let startMs: number | undefined;
  const count = (value: number, digits = 0): string => value.toLocaleString(vscode.env.language, { maximumFractionDigits: digits });
  return ({ phase, done, byteCount, tokenCount }) => {
    if (phase === "checking") return vscode.l10n.t("checking files");
    startMs ??= nowMs();
    const seconds = (nowMs() - startMs) / 1000;
    if (seconds < leastSeconds || done === 0) return vscode.l10n.t("{0} tokens", count(tokenCount));
    const left = Math.ceil((seconds * (1 - done)) / done);
    return vscode.l10n.t("{0} MB/s, {1} tokens, {2} s left", count(byteCount / seconds / 1e6, 1), count(tokenCount), count(left));
  };
}
