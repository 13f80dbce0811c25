/** Documents under their lenses when things go fast or wrong: closed in the middle, changed ten times at once, two hundred of them, settings
 *  of wrong types. A store of the test's own, so that what it leaves behind can be counted. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { builtInEncoding } from "../../src/core/tokens/catalogue.ts";
import { vocabularyFileName } from "../../src/core/tokens/encodingSpec.ts";
import { Comparison } from "../../src/host/documents/comparison.ts";
import { Encodings } from "../../src/host/documents/encodings.ts";
import { Lenses, type LensedDocument } from "../../src/host/documents/lenses.ts";
import { LensMemory } from "../../src/host/documents/lensMemory.ts";
import { Revisions } from "../../src/host/documents/revisions.ts";
import { Cursor } from "../../src/host/editor/cursor.ts";
import { Decorations } from "../../src/host/editor/decorations.ts";
import { registerDiagnostics } from "../../src/host/editor/diagnostics.ts";
import { StatusBar } from "../../src/host/editor/statusBar.ts";
import { Notebooks } from "../../src/host/notebooks/notebooks.ts";
import { setting } from "../../src/host/settings.ts";
import { activate, closeAll, noFiles, openText, until, withSetting } from "./support.ts";

/** Listeners that are registered now with the events that come with documents and editors. */
let listeners = 0;
const watched = [
  [
    vscode.workspace,
    [
      "onDidChangeTextDocument",
      "onDidCloseTextDocument",
      "onDidOpenTextDocument",
      "onDidChangeNotebookDocument",
      "onDidCloseNotebookDocument",
      "onDidChangeConfiguration",
    ],
  ],
  [
    vscode.window,
    [
      "onDidChangeActiveTextEditor",
      "onDidChangeActiveNotebookEditor",
      "onDidChangeVisibleTextEditors",
      "onDidChangeTextEditorSelection",
      "onDidChangeTextEditorVisibleRanges",
    ],
  ],
] as const;
const originals: (() => void)[] = [];

function countListeners(): void {
  for (const [owner, names] of watched) {
    const events = owner as unknown as Record<string, vscode.Event<unknown>>; // each of the names is one of its events
    for (const name of names) {
      const original = events[name];
      const property = Object.getOwnPropertyDescriptor(owner, name); // some are getters
      assert.ok(original !== undefined && property?.configurable === true, name);
      originals.push(() => Object.defineProperty(owner, name, property));
      const counting: vscode.Event<unknown> = (listener, self, disposables) => {
        listeners += 1;
        const registration = original(listener, self, disposables);
        return new vscode.Disposable(() => {
          listeners -= 1;
          registration.dispose();
        });
      };
      Object.defineProperty(owner, name, { value: counting, configurable: true, enumerable: true });
    }
  }
}

const memento: vscode.Memento = { keys: () => [], get: () => undefined as never, update: () => Promise.resolve() };
const errors: string[] = [];
const warnings: string[] = [];
const log = {
  error: (message: string) => void errors.push(message),
  warn: (message: string) => void warnings.push(message),
  info: () => undefined,
} as unknown as vscode.LogOutputChannel; // all that is called of it

let encodings: Encodings;
let memory: LensMemory;
let notebooks: Notebooks;
let lenses: Lenses;
const ready = async (document: vscode.TextDocument): Promise<LensedDocument> => {
  const lensed = await until(
    () => lenses.peek(document),
    (each) => each === undefined || each.live.tokens.kind !== "tokenizing",
  );
  assert.equal(lensed?.live.tokens.kind, "ready");
  return lensed;
};

describe("documents under their lenses", () => {
  before(async () => {
    await activate();
    await closeAll();
    countListeners();
  });
  beforeEach(() => {
    const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
    assert.ok(extension);
    encodings = new Encodings(extension.extensionUri, noFiles, () => undefined);
    memory = new LensMemory(memento);
    notebooks = new Notebooks();
    lenses = new Lenses(encodings, memory, notebooks, log);
    errors.length = 0;
    warnings.length = 0;
  });
  afterEach(async () => {
    lenses.dispose();
    notebooks.dispose();
    memory.dispose();
    await closeAll();
    assert.equal(listeners, 0);
    assert.deepEqual(errors, []);
  });
  after(() => {
    for (const restore of originals) restore();
  });

  it("one that is closed while it is tokenized stops there, and begins anew when it is opened again", async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const { onDidChange } = encodings;
    const late = { onDidChange, get: (id: string) => gate.then(() => encodings.get(id)) } as Encodings; // all that a store uses of it
    const held = new Lenses(late, memory, notebooks, log);
    try {
      const { document } = await openText("The cat sat on the mat.");
      const { live } = held.open(document);
      let changes = 0;
      live.onDidChange(() => (changes += 1));
      // VS Code holds on to documents that an extension opened; one that gets another language is closed at once, and opened again.
      await vscode.languages.setTextDocumentLanguage(document, "json");
      await until(
        () => held.peek(document)?.live,
        (now) => now !== live,
      );
      go();
      await live.settled;
      await held.open(document).live.settled;
      assert.equal(held.peek(document)?.live.tokens.kind, "ready");
      assert.equal(live.tokens.kind, "tokenizing"); // it stopped where it was
      assert.equal(changes, 0);
    } finally {
      held.dispose();
    }
  });

  it("whose vocabulary is gone or altered say so, and are tokenized once it is there again", async () => {
    const [opened] = vscode.workspace.workspaceFolders ?? [];
    const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
    assert.ok(opened && extension);
    const folder = vscode.Uri.joinPath(opened.uri, "vocabulary test");
    const name = ["dist", "vocabularies", vocabularyFileName(builtInEncoding("gpt2"))];
    const file = vscode.Uri.joinPath(folder, ...name);
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension.extensionUri, ...name));
    const held = new Lenses(new Encodings(folder, noFiles, () => undefined), memory, notebooks, log);
    const { document } = await openText("The cat sat on the mat.");
    /** What the text becomes when it is looked at anew. */
    const said = async (): Promise<string | number> => {
      const { live } = held.change(document, { scope: null });
      await live.settled;
      return live.tokens.kind === "failed" ? live.tokens.message : (live.ready?.text.tokenCount ?? 0);
    };
    try {
      assert.match(String(await said()), /^The vocabulary of gpt2 can't be read: it is gone.* Install Tokenscope again\.$/);
      await vscode.workspace.fs.writeFile(
        file,
        bytes.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)),
      );
      assert.match(String(await said()), /^The vocabulary file is damaged/);
      await vscode.workspace.fs.writeFile(file, bytes.subarray(0, 1000));
      assert.match(String(await said()), /^The vocabulary file/);
      await vscode.workspace.fs.writeFile(file, bytes);
      assert.equal(await said(), 7);
    } finally {
      held.dispose();
      errors.length = 0; // the log has each sentence too
      await vscode.workspace.fs.delete(folder, { recursive: true });
    }
  });

  it("the encoding changed ten times at once is the last one in the end, and the selected token stays on its text", async () => {
    const { document } = await openText("Tokenization of antidisestablishmentarianism, naïve 文章 and 🐈. ".repeat(200));
    lenses.open(document);
    const { live } = await ready(document);
    const offset = document.getText().indexOf("文章", 3000);
    lenses.change(document, { selectedToken: live.ready?.text.tokenIndexAt(offset) ?? 0 });
    for (let i = 0; i < 10; i++) lenses.change(document, { encoding: i % 2 === 0 ? "cl100k_base" : "o200k_base" });
    const { live: last } = await ready(document);
    const { lens } = await until(
      () => lenses.open(document),
      (lensed) => lensed.lens.selectedToken !== null && lensed.live === last,
    );
    assert.equal(lens.encoding, "o200k_base");
    assert.equal(last.ready?.encoding.spec.id, "o200k_base");
    const token = last.ready?.text.tokenAt(lens.selectedToken ?? 0);
    assert.ok(token !== undefined && token.from <= offset && offset < token.to, JSON.stringify(token));
  });

  it("settings of wrong types are passed over; those of a lens are named in the log", async () => {
    const { document } = await openText("The cat sat");
    await withSetting("stride", "two", async () => {
      lenses.open(document);
      assert.equal((await ready(document)).lens.windows.stride, 4);
    });
    assert.match(warnings[0] ?? "", /tokenscope\.stride is "two"; its default is used/);
    for (const [name, expected] of [
      ["hover", "withViewOrColours"],
      ["contextWindow", 0],
      ["folderCounts.badges", false],
      ["export.include", ["**/*"]],
    ] as const)
      await withSetting(name, { of: ["no", "use"] }, () => Promise.resolve(assert.deepEqual(setting(name, document), expected)));
  });

  it("compared under other encodings follow its edits and its scope, and are dropped with the comparison", async () => {
    const editor = await openText("In 2024 the cat sat.\nOn 12345 mats.\n");
    const { document } = editor;
    lenses.change(document, { tab: "compare", compared: ["cl100k_base", "o200k_base"] });
    const comparison = new Comparison(lenses, { encodings, revisions: new Revisions(), log }, () => [{ id: "a-file", label: "A file" }]);
    const counts = (): readonly (number | string)[] =>
      comparison.state?.encodings.map(({ tokens }) => (tokens.kind === "ready" ? tokens.tokenCount : tokens.kind)) ?? [];
    const expected = async (text: string): Promise<readonly number[]> => {
      const all = await Promise.all(["gpt2", "cl100k_base", "o200k_base"].map((id) => encodings.get(id)));
      return all.map((encoding) => encoding.countTokens(text));
    };
    const same = async (text: string): Promise<void> => {
      const wanted = JSON.stringify(await expected(text));
      await until(
        () => JSON.stringify(counts()),
        (now) => now === wanted,
      );
    };
    try {
      await same(document.getText());
      assert.deepEqual(comparison.state?.choices.at(-1), { id: "a-file", label: "A file" });
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), "A line of 67890 more.\n"));
      await same(document.getText());
      const { rows } = comparison.rows(0, 10);
      assert.equal(rows.length, 3);
      const texts = rows.map(({ columns }) =>
        columns.map((column) => column?.texts.map((text) => ("text" in text ? text.text : "")).join("")),
      );
      assert.deepEqual(
        texts,
        document
          .getText()
          .match(/.*\n/g)
          ?.map((line) => [line, line, line]),
      );
      lenses.change(document, { scope: { from: 3, to: 7 } });
      await same("2024");
      lenses.change(document, { tab: "tokens" });
      assert.equal(comparison.state, undefined);
    } finally {
      comparison.dispose();
    }
  });

  it("two hundred of them, opened and closed with every surface on, leave no listener", async () => {
    const atFirst = listeners;
    const surfaces = vscode.Disposable.from(
      new Cursor(lenses, notebooks),
      new Decorations(lenses),
      new StatusBar(lenses, log),
      registerDiagnostics(lenses, log),
    );
    const withSurfaces = listeners;
    const scheme = "tokenscope-test-many";
    const provider = { provideTextDocumentContent: ({ path }: vscode.Uri) => `Text ${path} <|endoftext|>` };
    const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, provider);
    const opened: vscode.TextDocument[] = [];
    for (let i = 0; i < 200; i++) {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path: `/${i}.txt` }));
      opened.push(document);
      lenses.change(document, { colours: true });
      await lenses.open(document).live.settled;
    }
    registration.dispose();
    assert.equal(listeners, withSurfaces);
    const held = (): number => opened.filter((document) => lenses.peek(document) !== undefined).length;
    assert.ok(held() <= 9, `${held()} documents are held`); // those in the background, and the active one
    surfaces.dispose();
    assert.equal(listeners, atFirst);
  });
});
