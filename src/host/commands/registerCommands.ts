/** Registers the commands that package.json declares; their errors are shown under the titles that it gives them. */
import * as vscode from "vscode";
import { reportError } from "../errors.ts";
import type { CommandServices } from "./command.ts";
import { commandTitles } from "./commandTitles.ts";

/** @param manifest the extension's own package.json */
export function registerCommands(services: CommandServices, manifest: unknown): vscode.Disposable {
  return vscode.Disposable.from(
    ...Array.from(commandTitles(manifest), ([id, title]) =>
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
