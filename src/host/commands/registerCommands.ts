/** Registers the commands that package.json declares; their errors are shown under the titles that it gives them. */
import * as v from "valibot";
import * as vscode from "vscode";
import { reportError } from "../errors.ts";
import type { CommandServices } from "./command.ts";

/** The part of the manifest read here. VS Code hands it out translated. */
const manifestSchema = v.object({
  contributes: v.object({ commands: v.array(v.object({ command: v.string(), title: v.string() })) }),
});

/** @param manifest the extension's own package.json */
export function registerCommands(services: CommandServices, manifest: unknown): vscode.Disposable {
  const { commands } = v.parse(manifestSchema, manifest).contributes;
  return vscode.Disposable.from(
    ...commands.map(({ command: id, title }) =>
      vscode.commands.registerCommand(id, async (argument: unknown, selection: unknown) => {
        try {
          const { runCommand } = await import("./commands.ts");
          await runCommand(services, id, argument, selection);
        } catch (error) {
          reportError(services.log, title, error);
        }
      }),
    ),
  );
}
