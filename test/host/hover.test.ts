/** The hover: the tokens under the mouse, on every kind of document. */
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, hoverAt, openText, withHovers } from "./support.ts";

/** One read-only file, as a virtual workspace may hold it. */
class ReadOnlyFile implements vscode.FileSystemProvider {
  readonly #bytes: Uint8Array;
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  constructor(text: string) {
    this.#bytes = new TextEncoder().encode(text);
  }
  watch = (): vscode.Disposable => new vscode.Disposable(() => undefined);
  stat = (): vscode.FileStat => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.#bytes.length });
  readFile = (): Uint8Array => this.#bytes;
  readDirectory = (): never => this.#refuse();
  createDirectory = (): never => this.#refuse();
  writeFile = (): never => this.#refuse();
  delete = (): never => this.#refuse();
  rename = (): never => this.#refuse();
  #refuse(): never {
    throw vscode.FileSystemError.NoPermissions();
  }
}

describe("hover", () => {
  before(activate);
  withHovers();

  it("names text, id, index, encoding, bytes and windows of a word", async () => {
    const { document } = await openText("The cat sat on the mat.");
    const hover = await hoverAt(document, new vscode.Position(0, 5));
    for (const part of ["·cat", "**3797**", "token 1 of 7", "gpt2", "`20 63 61 74`", "input in window 0", "target in window 0"]) {
      assert.ok(hover.includes(part), `"${part}" is missing in: ${hover}`);
    }
  });

  it("links to the token view and the inspector", async () => {
    const { document } = await openText("The cat");
    const hover = await hoverAt(document, new vscode.Position(0, 5));
    assert.match(hover, /\[Show in token view\]\(command:tokenscope\.showTokenIds\?/);
    assert.match(hover, /\[Show embedding\]\(command:tokenscope\.openEmbeddingInspector\?/);
  });

  it("shows a run of spaces as the tokens it is", async () => {
    const { document } = await openText("a    b");
    const hover = await hoverAt(document, new vscode.Position(0, 2));
    assert.match(hover, /··· \*\*220\*\*|·+ \*\*\d+\*\*/);
    assert.ok(hover.includes("`20"), hover);
  });

  it("shows an emoji that is split over several tokens once, then each token by its bytes", async () => {
    const { document } = await openText("x 🐈 y");
    const hover = await hoverAt(document, new vscode.Position(0, 2));
    assert.ok(hover.includes("f0 9f") || hover.includes("20 f0 9f"), hover);
    assert.ok((hover.match(/token \d+ of/g) ?? []).length >= 2, hover);
    assert.match(hover, /^·🐈 in \d tokens/);
  });

  it("shows merges of bytes that are no characters as bytes", async () => {
    const { document } = await openText("é");
    assert.match(await hoverAt(document, new vscode.Position(0, 0)), /merges \\?\[c3\\?\]\\?\+\\?\[a9\\?\]/);
  });

  it("says nothing in an empty document", async () => {
    const { document } = await openText("");
    assert.ok(!(await hoverAt(document, new vscode.Position(0, 0))).includes("gpt2"));
  });

  it("works on a read-only document", async () => {
    const scheme = "tokenscope-test-read-only";
    const registration = vscode.workspace.registerFileSystemProvider(scheme, new ReadOnlyFile("The cat sat"), { isReadonly: true });
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path: "/cat.txt" }));
      await vscode.window.showTextDocument(document);
      assert.ok((await hoverAt(document, new vscode.Position(0, 5))).includes("**3797**"));
    } finally {
      registration.dispose();
    }
  });

  it("shows what a document says and never renders it", async () => {
    const { document } = await openText("[x](command:workbench.action.quit) <b>bold</b>");
    for (let character = 0; character < document.lineAt(0).text.length; character++) {
      const hover = await hoverAt(document, new vscode.Position(0, character));
      assert.ok(!hover.includes("(command:workbench"), hover);
      assert.ok(!/<\/?b>/.test(hover), hover);
    }
  });
});
