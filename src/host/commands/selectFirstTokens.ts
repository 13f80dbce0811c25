/** Select First N Tokens: the longest beginning of the text that takes no more, selected in the editor. */
import * as v from "valibot";
import * as vscode from "vscode";
import { cutToBudget } from "../../core/tokens/budget.ts";
import { cuttable } from "../../core/tokens/document/cuttable.ts";
import { rangeAt } from "../documents/pipelineText.ts";
import { type Command, target, targetTokens } from "./command.ts";

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

export const selectFirstTokens: Command = {
  id: "tokenscope.selectFirstTokens",
  /** @param argument the number, from a key binding; anything else than a whole number is passed over, and the number asked for */
  run: async ({ lenses }, argument) => {
    const { document } = target(lenses);
    if (lenses.open(document).live.scope !== null) lenses.change(document, { scope: null });
    const { lensed, ready } = await targetTokens(lenses, document);
    const most = ready.text.tokenCount;
    const wanted = v.is(countSchema, argument) ? argument : await ask(most);
    if (wanted === undefined) return;
    const { to } = cutToBudget(cuttable(ready.text), wanted);
    const editor = await vscode.window.showTextDocument(document);
    const range = rangeAt(document, 0, to, lensed.lens.endOfLine);
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(new vscode.Range(range.end, range.end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  },
};

async function ask(most: number): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Select First N Tokens"),
    prompt: vscode.l10n.t("How many tokens? The text has {0}.", most.toLocaleString(vscode.env.language)),
    validateInput: (value) => (/^\s*\d{1,12}\s*$/.test(value) ? undefined : vscode.l10n.t("Type a whole number, such as 1000.")),
  });
  return typed === undefined ? undefined : Number(typed);
}
