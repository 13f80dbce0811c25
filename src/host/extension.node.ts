/** Entry "main": the extension host in Node. */
import type * as vscode from "vscode";
import { activateOn } from "./activate.ts";
import { nodePlatform } from "./platform/node.ts";

export const activate = (context: vscode.ExtensionContext): void => activateOn(nodePlatform, context);
