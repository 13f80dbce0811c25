/** Registers the tools that agents may use, as package.json declares them under languageModelTools. Their code is loaded at the first call. */
import * as v from "valibot";
import * as vscode from "vscode";
import type { ToolServices } from "./tool.ts";

/** The part of the manifest read here. */
const manifestSchema = v.object({
  contributes: v.object({ languageModelTools: v.array(v.object({ name: v.string() })) }),
});

/** @param manifest the extension's own package.json */
export const registerTools = (services: ToolServices, manifest: unknown): vscode.Disposable =>
  vscode.Disposable.from(
    ...v.parse(manifestSchema, manifest).contributes.languageModelTools.map(({ name }) =>
      vscode.lm.registerTool<unknown>(name, {
        prepareInvocation: async ({ input }) => (await import("./tools.ts")).prepareTool(name, input),
        invoke: async ({ input }, token) => (await import("./tools.ts")).invokeTool(services, name, input, token),
      }),
    ),
  );
