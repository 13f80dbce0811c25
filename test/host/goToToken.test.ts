/** Go to Token: by number, or so many tokens from here, shown while it is typed; what is no token is refused in a sentence. */
import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, openText, until } from "./support.ts";

const { showInputBox } = vscode.window;

/** Types each of the texts into the input box, and ends with the last one, or with Escape. @returns what was said of each */
async function typing(texts: readonly string[], end: "Enter" | "Escape"): Promise<(string | undefined)[]> {
  const said: (string | undefined)[] = [];
  Object.assign(vscode.window, {
    showInputBox: async ({ validateInput }: vscode.InputBoxOptions) => {
      for (const text of texts) {
        const message = await validateInput?.(text);
        said.push(typeof message === "string" ? message : undefined);
      }
      return end === "Enter" ? texts.at(-1) : undefined;
    },
  });
  await vscode.commands.executeCommand("tokenscope.goToToken");
  return said;
}

describe("Go to Token", () => {
  let editor: vscode.TextEditor;
  const selected = (): string => editor.document.getText(editor.selection);
  const goes = async (text: string, token: string): Promise<void> => {
    assert.deepEqual(await typing([text], "Enter"), [undefined]);
    await until(selected, (now) => now === token);
  };

  before(activate);
  beforeEach(async () => {
    await closeAll();
    editor = await openText("The cat sat on the mat.");
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showInputBox });
    await closeAll();
  });

  it("selects a token by its number", async () => {
    await goes("4", " the");
    await goes("0", "The");
  });

  it("counts from the selected token after a sign", async () => {
    await goes("2", " sat");
    await goes("+3", " mat");
    await goes("-4", " cat");
  });

  it("shows tokens while they are typed, and goes back when it is left", async () => {
    await goes("1", " cat");
    await typing(["5"], "Escape");
    await until(selected, (now) => now === " cat");
  });

  it("refuses what is no token of the text, and stays where it is", async () => {
    await goes("1", " cat");
    const said = await typing(["7", "-2", "+6", "x", "1.5", ""], "Escape");
    assert.equal(said.length, 6);
    for (const message of said) assert.match(message ?? "nothing was said", /is no token of this text\. Type a whole number from 0 to 6/);
    assert.equal(selected(), " cat");
  });
});
