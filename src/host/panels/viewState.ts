/** The lens and its text as the views receive them. */
import * as vscode from "vscode";
import { defaultLens } from "../../protocol/lens.ts";
import type { TextState, ViewState, WeightsState } from "../../protocol/views.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { positionAt } from "../documents/pipelineText.ts";

export function viewState(lensed: LensedDocument | null, weights: WeightsState): ViewState {
  return lensed === null ? { lens: defaultLens, text: { kind: "none" }, weights } : { lens: lensed.lens, text: textState(lensed), weights };
}

function textState(lensed: LensedDocument): TextState {
  const { document, live } = lensed;
  const { tokens } = live;
  const name = document.uri.path.slice(document.uri.path.lastIndexOf("/") + 1);
  if (tokens.kind !== "ready") return { ...tokens, name };
  const { text, encoding, counts, rows, revision } = tokens;
  const endOfText = encoding.vocabulary.specialTokens.endOfText;
  return {
    kind: "ready",
    name,
    revision,
    tokenCount: text.tokenCount,
    charCount: text.length,
    byteCount: text.byteLength,
    distinctCount: counts.distinctCount,
    rowCount: rows.rowCount,
    vocabSize: encoding.vocabulary.vocabSize,
    scopeLabel: scopeLabel(lensed),
    refusedSpecialTokens: lensed.lens.specialTokens === "error" ? text.specialTokenSpans().length : 0,
    endOfTextCount: endOfText === undefined ? 0 : counts.of(endOfText),
  };
}

function scopeLabel({ document, lens, live }: LensedDocument): string | null {
  const { scope } = live;
  if (scope === null) return null;
  const first = positionAt(document, scope.from, lens.endOfLine).line + 1;
  const last = positionAt(document, scope.to, lens.endOfLine).line + 1;
  return first === last ? vscode.l10n.t("Selection, Ln {0}", first) : vscode.l10n.t("Selection, Ln {0}–{1}", first, last);
}
