/** An extension of somebody else's that uses Tokenscope's API: its command says which tokens a text begins with, for the model named. Tests load it
 *  beside ours; the only thing of ours it imports is the file of types, which others copy. */
import * as vscode from "vscode";
import type { TokenscopeApi } from "../../../src/host/api/tokenscope.d.ts";

/** Tokens shown. */
const shown = 4;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const tokenscope = vscode.extensions.getExtension<TokenscopeApi>("tokenscope.tokenscope");
  const api = await tokenscope?.activate(); // package.json names it as a dependency, so it is there
  if (api === undefined) throw new Error("Tokenscope gives no API.");
  context.subscriptions.push(
    vscode.commands.registerCommand("tokenscopeExample.firstTokens", async (text: string, model: string) => {
      const { ids, ends } = await api.encode(text, { encoding: model });
      const first = Array.from(ends.subarray(0, shown), (end, token) => text.slice(token === 0 ? 0 : ends[token - 1], end));
      const { count } = api.windows(ids.length, { maxLength: 4, stride: 1 });
      return `${api.encodingOfModel(model) ?? model}: ${first.join("|")} … ${ids.length} tokens, ${count} windows`;
    }),
  );
}
