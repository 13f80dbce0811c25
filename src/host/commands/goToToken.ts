/** Go to Token: selects a token by its number, or so many tokens from the selected one ("+1000"), already while it is typed. */
import * as vscode from "vscode";
import { type Command, target, targetTokens } from "./command.ts";

export const goToToken: Command = {
  id: "tokenscope.goToToken",
  run: async ({ lenses, cursor }) => {
    const { document } = target(lenses);
    const { lensed, ready } = await targetTokens(lenses, document);
    const last = ready.text.tokenCount - 1;
    if (last < 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("This text has no tokens: it is empty."));
      return;
    }
    const before = lensed.lens.selectedToken;
    const select = (index: number): void => {
      lenses.change(document, { selectedToken: index });
      cursor.reveal(lenses.open(document), index);
    };
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t("Go to Token"),
      prompt: vscode.l10n.t(
        "Type a token's number, from 0 to {0}, or +100 for 100 tokens from here.",
        last.toLocaleString(vscode.env.language),
      ),
      value: String(before ?? 0),
      validateInput: (value) => {
        const index = toIndex(value, before ?? 0);
        if (index === undefined || index < 0 || index > last)
          return vscode.l10n.t('"{0}" is no token of this text. Type a whole number from 0 to {1}, or +100 or -100.', value, last);
        select(index);
        return undefined;
      },
    });
    if (typed === undefined) {
      if (before !== null) select(before);
      return;
    }
    await vscode.window.showTextDocument(document);
    select(toIndex(typed, before ?? 0) ?? 0);
  },
};

/** @param here the token that "+" and "-" count from */
function toIndex(typed: string, here: number): number | undefined {
  const [, sign, digits] = /^\s*([+-]?)(\d{1,15})\s*$/.exec(typed) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  return sign === "+" ? here + number : sign === "-" ? here - number : number;
}
