/** The lens and its text as the views receive them. */
import * as vscode from "vscode";
import type { ComparisonState } from "../../lens/compare/comparison.ts";
import { defaultLens } from "../../lens/lens.ts";
import type { LiveSource } from "../../lens/sources/liveSource.ts";
import { changeFor, readyText, type TextFacts } from "../../lens/textState.ts";
import { type Awaitable, whenThere } from "../../lens/sources/tokenSource.ts";
import type { WeightsState } from "../../protocol/views.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { positionAt } from "../documents/pipelineText.ts";
import { nameOf } from "../names.ts";
import type { VersionedState } from "./serveWebview.ts";

/** @param shown the tokens that the view was shown last  @param withRows the view shows rows of tokens
 *  @param comparison while the view compares encodings */
export function viewState(
  lensed: LensedDocument | undefined,
  weights: WeightsState,
  shown: LiveSource | undefined,
  withRows: boolean,
  comparison?: ComparisonState,
): Awaitable<VersionedState<LiveSource | undefined>> {
  if (lensed === undefined) return { state: { lens: defaultLens, text: { kind: "none" }, weights }, version: undefined };
  const { lens, live } = lensed;
  const { tokens } = live;
  if (tokens.kind !== "ready")
    return { state: { lens, text: { ...tokens, name: nameOf(live.document.uri) }, weights }, version: undefined };
  const { source, service } = tokens;
  return whenThere(readyText(service, lens, factsOf(lensed), changeFor(shown, source, service, withRows)), (text) => ({
    state: { lens, text: comparison === undefined ? text : { ...text, comparison }, weights },
    version: source,
  }));
}

function factsOf(lensed: LensedDocument): TextFacts {
  const { document, lens, live } = lensed;
  return {
    name: nameOf(document.uri),
    scopeLabel: scopeLabel(lensed),
    refusedSpecialTokens: lens.specialTokens === "error" ? (live.ready?.text.specialTokenSpans().length ?? 0) : 0,
  };
}

function scopeLabel({ document, lens, live }: LensedDocument): string | undefined {
  const { scope } = live;
  if (scope === null) return undefined;
  const first = positionAt(document, scope.from, lens.endOfLine).line + 1;
  const last = positionAt(document, scope.to, lens.endOfLine).line + 1;
  return first === last ? vscode.l10n.t("Selection, Ln {0}", first) : vscode.l10n.t("Selection, Ln {0}–{1}", first, last);
}
