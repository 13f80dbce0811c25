/** Notebooks: their cells together are one text for views, counts and copies; each cell has its own hover. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, copiedIds, hoverAt, until, withHovers } from "./support.ts";

const endOfText = 50_256;
const code = (text: string): vscode.NotebookCellData => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "python");
const prose = (text: string): vscode.NotebookCellData => new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, text, "markdown");

async function openNotebook(...cells: vscode.NotebookCellData[]): Promise<vscode.NotebookEditor> {
  const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", new vscode.NotebookData(cells));
  return vscode.window.showNotebookDocument(notebook);
}

/** Replaces a cell's text, as typing into it does. */
async function write(cell: vscode.NotebookCell | undefined, text: string): Promise<void> {
  assert.ok(cell);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(cell.document.uri, new vscode.Range(0, 0, cell.document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe("a notebook", () => {
  before(activate);
  after(closeAll);
  withHovers();

  it("is looked at as its cells, with an end-of-text token between", async () => {
    await closeAll();
    await openNotebook(prose("The cat"), code("Hello, world!"), prose(""));
    assert.deepEqual(await copiedIds(), [464, 3797, endOfText, 15496, 11, 995, 0, endOfText]);
  });

  it("is kept current: a cell typed into, a cell added, a cell removed", async () => {
    await closeAll();
    const { notebook } = await openNotebook(prose("The cat"), code("x"));
    assert.deepEqual(await copiedIds(), [464, 3797, endOfText, 87]);
    await write(notebook.cellAt(1), "Hello");
    await until(copiedIds, (ids) => ids.at(-1) === 15496);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [prose("world")])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.deepEqual(await until(copiedIds, (ids) => ids.length > 4), [6894, endOfText, 464, 3797, endOfText, 15496]);
  });

  it("has a hover in each cell, about the cell", async () => {
    await closeAll();
    const { notebook } = await openNotebook(prose("one"), code("The cat"));
    const told = await hoverAt(notebook.cellAt(1).document, new vscode.Position(0, 5));
    assert.ok(told.includes("**3797**") && told.includes("token 1 of 2"), told);
  });

  it("is exported with its separators, as the tokens on the screen", async () => {
    await closeAll();
    await openNotebook(prose("The cat"), code("Hello"));
    await vscode.commands.executeCommand("tokenscope.copyTokensAsJson");
    const tokens = JSON.parse(await vscode.env.clipboard.readText()) as { id: number; text: string }[];
    assert.deepEqual(
      tokens.map(({ id, text }) => [id, text]),
      [
        [464, "The"],
        [3797, " cat"],
        [endOfText, "<|endoftext|>"],
        [15496, "Hello"],
      ],
    );
  });
});
