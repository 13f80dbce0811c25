/** The tools that agents may use, as package.json declares them under languageModelTools. */
import * as vscode from "vscode";
import { countTokens } from "./countTokens.ts";
import { explainTokens } from "./explainTokens.ts";
import { findSimilarTokens } from "./findSimilarTokens.ts";
import { registerTool, type ToolServices } from "./tool.ts";

export const registerTools = (services: ToolServices): vscode.Disposable =>
  vscode.Disposable.from(
    registerTool(services, countTokens),
    registerTool(services, explainTokens),
    registerTool(services, findSimilarTokens),
  );
