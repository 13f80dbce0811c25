/** A hint (three dots below the text, a sentence when it is pointed at) where a text holds chat markers that its encoding does not have. */
import * as vscode from "vscode";
import { chatMarkerSteps } from "../../core/tokens/chatMarkers.ts";
import { encodingLabel } from "../documents/encodingLabel.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { rangeAt } from "../documents/pipelineText.ts";
import { runSliced } from "../slices.ts";
import { followDiagnostics } from "./followDiagnostics.ts";

const mostShown = 100;
/** Searching a large text takes a while: it starts when typing pauses. */
const quietMs = 300;

export const registerChatMarkerHints = (lenses: Lenses, log: vscode.LogOutputChannel): vscode.Disposable =>
  followDiagnostics(lenses, log, { name: "tokenscope-chat-markers", task: "Looking for chat markers", quietMs, find: hintsOf });

async function hintsOf({ document, lens, live }: LensedDocument, signal: AbortSignal): Promise<vscode.Diagnostic[]> {
  const { ready, base } = live;
  if (ready === undefined) return [];
  const markers = await runSliced(chatMarkerSteps(ready.text.chunks, ready.encoding.vocabulary.specialTokens.tokens, mostShown), signal);
  return markers.map(({ marker, from, to }) => {
    const hint = new vscode.Diagnostic(
      rangeAt(document, base + from, base + to, lens.endOfLine),
      vscode.l10n.t(
        '"{0}" looks like a marker of a chat template. {1} has no such special token: it is counted as the ordinary text it is written with.',
        marker,
        encodingLabel({ lens, live }),
      ),
      vscode.DiagnosticSeverity.Hint,
    );
    hint.source = "Tokenscope";
    hint.code = "chatMarker";
    return hint;
  });
}
