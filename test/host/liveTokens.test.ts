/** Open documents keep their tokens current: every change of every kind, against a document tokenized from scratch. */
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, copiedIds, openText } from "./support.ts";

/** The ids of the same text in a document that was never edited. */
async function idsFromScratch(text: string): Promise<number[]> {
  await openText(text);
  return copiedIds();
}

const snippets = ["a", " ", "\n", "  \n", "🐈", "é", "'s", "12345", "<|endoftext|>", "漢字", "\t", "word word", "\ud83d", "x\ny\nz", ""];

/** After the first of these the text ends in a lone surrogate, beside which VS Code moves places. */
const endsInHalfACharacter = [
  { from: 26, length: 7, insert: "\ud83d", cursors: 3 },
  { from: 21, length: 8, insert: "a", cursors: 3 },
];

describe("live tokens", () => {
  before(activate);

  it("gives GPT-2's ids", async () => {
    await openText("# Title: The Awakening\n\n## Author: Kate Chopin\n");
    assert.deepEqual(await copiedIds(), [2, 11851, 25, 383, 28832, 198, 198, 2235, 6434, 25, 16693, 40159, 259, 198]);
  });

  it("sees line feeds whatever the document's end of line is", async () => {
    await openText("a\nb\n\nc", vscode.EndOfLine.CRLF);
    assert.deepEqual(await copiedIds(), [64, 198, 65, 198, 198, 66]);
  });

  it("takes <|endoftext|> as one token", async () => {
    await openText("a<|endoftext|>b");
    assert.deepEqual(await copiedIds(), [64, 50256, 65]);
  });

  it("has no tokens for an empty document", async () => {
    await openText("");
    assert.deepEqual(await copiedIds(), []);
  });

  for (const [name, eol] of [
    ["LF", vscode.EndOfLine.LF],
    ["CRLF", vscode.EndOfLine.CRLF],
  ] as const) {
    it(`equals tokenizing from scratch after any edits, undo and redo (${name})`, async () => {
      const edit = fc.record({
        from: fc.nat(60),
        length: fc.nat(12),
        insert: fc.constantFrom(...snippets),
        cursors: fc.integer({ min: 1, max: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
          const editor = await openText("The cat 🐈 sat on the mat.\n\n  'Tis 1234567 漢字\n<|endoftext|>\nEnd", eol);
          const { document } = editor;
          await copiedIds(); // the tokens exist before the first edit
          for (const { from, length, insert, cursors } of edits) {
            await editor.edit((builder) => {
              // Several cursors: the same change at places well apart, none of them past the end, where they would touch: VS Code moves
              // a place beside a lone surrogate by one, and refuses changes that then overlap.
              for (let cursor = 0; cursor < cursors; cursor++) {
                const at = from + cursor * (length + 8);
                if (cursor > 0 && at >= document.getText().length) break;
                builder.replace(new vscode.Range(document.positionAt(at), document.positionAt(at + length)), insert);
              }
            });
          }
          await vscode.commands.executeCommand("undo");
          await vscode.commands.executeCommand("redo");
          editor.selection = new vscode.Selection(0, 0, 0, 0);
          const live = await copiedIds();
          const text = document.getText().replaceAll("\r\n", "\n");
          assert.deepEqual(live, await idsFromScratch(text), JSON.stringify(text));
        }),
        { numRuns: 12, examples: [[endsInHalfACharacter]] },
      );
    });
  }

  it("keeps up with a change of the end of line while it is looked at as it is", async () => {
    await vscode.workspace.getConfiguration("tokenscope").update("endOfLine", "document", vscode.ConfigurationTarget.Global);
    try {
      const editor = await openText("a\nb");
      assert.deepEqual(await copiedIds(), [64, 198, 65]);
      await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
      assert.deepEqual(await copiedIds(), [64, 201, 198, 65]);
    } finally {
      await vscode.workspace.getConfiguration("tokenscope").update("endOfLine", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("looks at the selection alone when there is one", async () => {
    const editor = await openText("The cat sat on the mat.");
    editor.selection = new vscode.Selection(0, 8, 0, 14);
    assert.deepEqual(await copiedIds(), [49720, 319]); // "sat", " on": no space before it, unlike in the sentence
  });
});
