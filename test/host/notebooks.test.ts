/** Notebooks: their cells together are one text for views, counts and copies; each cell has its own hover. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { Encodings } from "../../src/host/documents/encodings.ts";
import { type LensedDocument, Lenses } from "../../src/host/documents/lenses.ts";
import { LensMemory } from "../../src/host/documents/lensMemory.ts";
import { Cursor } from "../../src/host/editor/cursor.ts";
import { CellCounts } from "../../src/host/notebooks/cellCounts.ts";
import { Notebooks } from "../../src/host/notebooks/notebooks.ts";
import { activate, closeAll, copiedIds, hoverAt, noFiles, until, withHovers } from "./support.ts";

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

interface Parts {
  readonly lenses: Lenses;
  readonly cursor: Cursor;
  readonly counts: CellCounts;
  /** The active notebook's text, tokenized. */
  readonly lensed: () => Promise<LensedDocument>;
}

/** The parts of the extension that know notebooks, apart from those that are running. */
async function withParts(use: (parts: Parts) => Promise<void>): Promise<void> {
  const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
  assert.ok(extension);
  const encodings = new Encodings(extension.extensionUri, noFiles, () => undefined);
  const memory = new LensMemory({ keys: () => [], get: () => undefined as never, update: () => Promise.resolve() });
  const notebooks = new Notebooks();
  const log = { error: assert.fail, warn: () => undefined, info: () => undefined } as unknown as vscode.LogOutputChannel; // all that is called of it
  const lenses = new Lenses(encodings, memory, notebooks, log);
  const cursor = new Cursor(lenses, notebooks);
  const counts = new CellCounts(notebooks, lenses, encodings);
  try {
    await use({
      lenses,
      cursor,
      counts,
      async lensed() {
        const { active } = notebooks;
        assert.ok(active, "no notebook is active");
        const document = await notebooks.open(active);
        await lenses.open(document).live.settled;
        return lenses.open(document);
      },
    });
  } finally {
    vscode.Disposable.from(counts, cursor, lenses, memory, notebooks).dispose();
  }
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

  it("is written by Export Dataset with its separators between the cells", async () => {
    await closeAll();
    await openNotebook(prose("The cat"), code("Hello"));
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    const folder = vscode.Uri.joinPath(workspace.uri, "exported notebook");
    await vscode.workspace.fs.createDirectory(folder);
    const answers = { format: "bin", folder: folder.toString(), split: { by: "none", validationFraction: 0 }, overwrite: true };
    await vscode.commands.executeCommand("tokenscope.exportDataset", answers);
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, "train.bin"));
    assert.deepEqual([...new Uint16Array(bytes.slice().buffer)], [464, 3797, endOfText, 15496]);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it("is copied with its separators, as the tokens on the screen", async () => {
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

  it("has a count at each cell, current after an edit, and a click on it shows the tokens", async () => {
    await closeAll();
    const { notebook } = await openNotebook(prose("The cat sat"), code("x"));
    await withParts(async ({ counts, lensed }) => {
      const countAt = async (index: number): Promise<string | undefined> => {
        const items = await counts.provideCellStatusBarItems(notebook.cellAt(index), new vscode.CancellationTokenSource().token);
        assert.equal(items[0]?.command, "tokenscope.showTokenIds");
        return items[0]?.text;
      };
      assert.equal((await lensed()).live.ready?.text.tokenCount, 5);
      assert.deepEqual([await countAt(0), await countAt(1)], ["3 tokens", "1 token"]);
      let changes = 0;
      const subscription = counts.onDidChangeCellStatusBarItems(() => (changes += 1));
      await write(notebook.cellAt(1), "Hello, world!");
      await until(
        () => changes,
        (now) => now > 0,
      );
      subscription.dispose();
      assert.equal(await countAt(1), "4 tokens");
    });
  });

  it("has no counts while nobody looks at it", async () => {
    await closeAll();
    const { notebook } = await openNotebook(prose("The cat sat"));
    await withParts(async ({ counts }) => {
      const token = new vscode.CancellationTokenSource().token;
      assert.deepEqual(await counts.provideCellStatusBarItems(notebook.cellAt(0), token), []);
    });
  });

  it("shows a token of the whole in its cell", async () => {
    await closeAll();
    const editor = await openNotebook(prose("The cat sat"), code("Hello, world!"));
    await withParts(async ({ cursor, lensed }) => {
      const whole = await lensed();
      cursor.reveal(whole, 5); // after three tokens and the end of text: ","
      await until(
        () => editor.selections[0]?.start,
        (now) => now === 1,
      );
      cursor.reveal(whole, 1);
      await until(
        () => editor.selections[0]?.start,
        (now) => now === 0,
      );
    });
  });

  it("hands its colours and its encoding on to its cells", async () => {
    await closeAll();
    const { notebook } = await openNotebook(prose("The cat sat"), code("x"));
    await withParts(async ({ lenses, lensed }) => {
      const { document } = await lensed();
      const cell = notebook.cellAt(0).document;
      lenses.open(cell);
      lenses.change(document, { colours: true, encoding: "o200k_base" });
      const { colours, encoding } = lenses.open(cell).lens;
      assert.deepEqual({ colours, encoding }, { colours: true, encoding: "o200k_base" });
      const later = lenses.open(notebook.cellAt(1).document).lens; // one that was not looked at before
      assert.deepEqual([later.colours, later.encoding], [true, "o200k_base"]);
    });
  });
});
