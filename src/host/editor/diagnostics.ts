/** With `specialTokens: error`, each special token in the text is a diagnostic at its place. */
import * as vscode from "vscode";
import { encodingLabel } from "../documents/encodingLabel.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { rangeAt } from "../documents/pipelineText.ts";
import { followDiagnostics } from "./followDiagnostics.ts";

/** VS Code's own list shows no more of one kind in one file than can be read. */
const mostShown = 1000;

export const registerDiagnostics = (lenses: Lenses, log: vscode.LogOutputChannel): vscode.Disposable =>
  followDiagnostics(lenses, log, {
    name: "tokenscope",
    task: "Looking for special tokens",
    quietMs: 0,
    find: (lensed) => Promise.resolve(lensed.lens.specialTokens === "error" ? diagnosticsOf(lensed) : []),
  });

function diagnosticsOf({ document, lens, live }: LensedDocument): vscode.Diagnostic[] {
  const spans = live.ready?.text.specialTokenSpans() ?? [];
  return spans.slice(0, mostShown).map(({ token, from, to }) => {
    const diagnostic = new vscode.Diagnostic(
      rangeAt(document, live.base + from, live.base + to, lens.endOfLine),
      vscode.l10n.t(
        '"{0}" is a special token of {1}, and tokenscope.specialTokens is "error": it is counted as ordinary text.',
        token,
        encodingLabel({ lens, live }),
      ),
      vscode.DiagnosticSeverity.Error,
    );
    diagnostic.source = "Tokenscope";
    diagnostic.code = "specialToken";
    return diagnostic;
  });
}
