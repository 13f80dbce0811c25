/** Copy Tokens as JSON · Copy Tokens as CSV: the tokens of the selection, or of the document, with their places. */
import * as vscode from "vscode";
import { codePointsIn } from "../../../core/text/codePoints.ts";
import { type TableStart, type TokenTableFormat, tokenTableSteps } from "../../../lens/tokenTable.ts";
import type { LensedDocument } from "../../documents/lenses.ts";
import { readPipelineText } from "../../documents/pipelineText.ts";
import { UserError } from "../../errors.ts";
import { runSliced } from "../../slices.ts";
import { type Command, scopeToSelection, target, targetTokens } from "../command.ts";

/** Tokens put on the clipboard at most: some fifty megabytes of text. */
const mostCopied = 500_000;

const command = (id: string, format: TokenTableFormat): Command => ({
  id,
  run: async ({ lenses }) => {
    const { document } = target(lenses);
    scopeToSelection(lenses, lenses.open(document));
    const { lensed, ready } = await targetTokens(lenses, document);
    const { text } = ready;
    if (text.tokenCount > mostCopied) {
      throw new UserError(
        vscode.l10n.t(
          "{0} tokens are too many for the clipboard, which takes {1}. Select a part of the text, or export it with Export Dataset….",
          text.tokenCount.toLocaleString(vscode.env.language),
          mostCopied.toLocaleString(vscode.env.language),
        ),
      );
    }
    const table = await runSliced(tokenTableSteps(text, await startOf(lensed), format), new AbortController().signal);
    await vscode.env.clipboard.writeText(table);
    vscode.window.setStatusBarMessage(vscode.l10n.t("{0} tokens copied", text.tokenCount.toLocaleString(vscode.env.language)), 3000);
  },
});

/** Where the part looked at begins in its document. */
async function startOf({ document, lens, live }: LensedDocument): Promise<TableStart> {
  if (live.base === 0) return { unit: 0, codePoint: 0, byte: 0 };
  const before = (await readPipelineText(document, lens.endOfLine, new AbortController().signal)).slice(0, live.base);
  return { unit: before.length, codePoint: codePointsIn(before), byte: new TextEncoder().encode(before).length };
}

export const copyTokensAsJson = command("tokenscope.copyTokensAsJson", "json");
export const copyTokensAsCsv = command("tokenscope.copyTokensAsCsv", "csv");
