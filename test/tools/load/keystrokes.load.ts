/** What a letter costs the extension host with the status bar on, without and with colours: our part of its processor time, and the rest. */
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, copiedIds } from "../../host/support.ts";
import { proseOf } from "../../support/largeTexts.ts";
import { profileBlocks } from "./hostProfile.ts";
import { report } from "./report.ts";

const letters = 100;

describe("a keystroke", () => {
  before(activate);

  for (const [name, length] of [
    ["100 kB", 100_000],
    ["10 MB", 10_000_000],
  ] as const)
    for (const colours of [false, true])
      it(`in ${name}, ${colours ? "with" : "without"} colours`, async function () {
        this.timeout(240_000);
        await closeAll();
        const document = await vscode.workspace.openTextDocument({ language: "plaintext", content: proseOf(length) });
        const editor = await vscode.window.showTextDocument(document);
        if (colours) await vscode.commands.executeCommand("tokenscope.toggleTokenColours");
        await copiedIds(); // tokenized
        const at = new vscode.Position(document.lineCount >> 1, 3);
        editor.selection = new vscode.Selection(at, at);
        editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
        const type = async (): Promise<void> => {
          // A word in between, as people type: its tokens come and go.
          for (let letter = 0; letter < letters; letter++)
            await vscode.commands.executeCommand("type", { text: " embedding"[letter % 10] });
        };
        await type(); // compiled
        const start = performance.now();
        const { blocks, total, ours } = await profileBlocks(type, 8);
        const each = (ms: number): string => (ms / letters).toFixed(2);
        const longest = Math.max(0, ...blocks.map(({ longestOfOursMs }) => longestOfOursMs)).toFixed(1);
        report(
          `${name}, ${colours ? "with" : "without"} colours: a letter takes ${each(performance.now() - start)} ms by the clock; of the host's processor time ours ${each(total.ours)} ms, VS Code's ${each(total["VS Code"])}, collections ${each(total.collector)}; our longest block ${longest} ms\n  ours, of ${letters} letters together: ${ours.join(" · ")}`,
        );
        await closeAll();
      });
});
