/** Errors as the user meets them: a sentence in VS Code's own notification, the whole story in the log. */
import * as vscode from "vscode";
import { inMessage } from "./literal.ts";
import { errorText } from "./said.ts";

/** Thrown by commands for what the user can mend; its message is shown as it is. */
export class UserError extends Error {
  override readonly name = "UserError";
}

export const isCancelled = (error: unknown): boolean =>
  error instanceof vscode.CancellationError || (error instanceof Error && (error.name === "AbortError" || error.name === "Canceled"));

/** Reports what went wrong, and never throws itself. Cancelling is no error. */
export function reportError(log: vscode.LogOutputChannel, doing: string, error: unknown): void {
  if (isCancelled(error)) return;
  log.error(`${doing}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const message = errorText(error);
  if (error instanceof UserError) {
    void vscode.window.showWarningMessage(inMessage(message));
    return;
  }
  const showLog = vscode.l10n.t("Show Log");
  void vscode.window.showErrorMessage(inMessage(vscode.l10n.t("{0} failed: {1}", doing, message)), showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}

/** An AbortSignal that follows a CancellationToken; `core` knows only signals. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
