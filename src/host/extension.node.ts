/** Entry "main": the extension host in Node. */
import type * as vscode from "vscode";
import { activateOn } from "./activate.ts";
import type { TokenscopeApi } from "./api/tokenscope.d.ts";
import { nodePlatform } from "./platform/node.ts";

export const activate = (context: vscode.ExtensionContext): TokenscopeApi => activateOn(nodePlatform, context);
