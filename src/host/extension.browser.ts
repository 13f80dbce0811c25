/** Entry "browser": the extension host in a web worker. */
import type * as vscode from "vscode";
import { activateOn } from "./activate.ts";
import type { TokenscopeApi } from "./api/tokenscope.d.ts";
import { browserPlatform } from "./platform/browser.ts";

export const activate = (context: vscode.ExtensionContext): TokenscopeApi => activateOn(browserPlatform, context);
