/** Entry "main": the extension host in Node. */
import type * as vscode from "vscode";
import { activateOn } from "./activate.ts";
import type { TokenscopeApi } from "./api/tokenscope.d.ts";
import { showFirstLook } from "./commands/sample/firstLook.ts";
import { nodePlatform } from "./platform/node.ts";

export function activate(context: vscode.ExtensionContext): TokenscopeApi {
  const api = activateOn(nodePlatform, context);
  if (process.env["TOKENSCOPE_FIRST_LOOK"] !== undefined) context.subscriptions.push(showFirstLook()); // set by `npm start`
  return api;
}
