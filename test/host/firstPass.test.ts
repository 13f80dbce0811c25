/** Edits while a text is tokenized for the first time: before it is read, and when a part of it is done. Both are held at a gate, not met by luck. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import { Encodings } from "../../src/host/documents/encodings.ts";
import { LiveText } from "../../src/host/documents/liveText.ts";
import { Revisions } from "../../src/host/documents/revisions.ts";
import { defaultLens } from "../../src/lens/lens.ts";
import type { Scope } from "../../src/lens/options.ts";
import { proseOf } from "../support/largeTexts.ts";
import { activate, closeAll, noFiles, openText } from "./support.ts";

const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

/** More than a slice tokenizes, with what edits could tear apart: runs of digits and spaces, characters of two units, a special token. */
const text = [
  proseOf(100_000),
  "The part begins here.",
  proseOf(300_000),
  "1234567890   🐈🐈 <|endoftext|> naïve 漢字",
  proseOf(300_000),
  "The part ends here.",
  proseOf(100_000),
].join("\n");
/** A part with all that is edited in the middle, between two lines that are there once. */
const borders = { first: "The part begins here.", last: "The part ends here." };
const part: Scope = { from: text.indexOf(borders.first), to: text.indexOf(borders.last) + borders.last.length };
const errors: string[] = [];
const log = { error: (message: string) => void errors.push(message), info: () => undefined } as unknown as vscode.LogOutputChannel; // all that is called of it

let encodings: Encodings;
let encoding: Encoding;
let live: LiveText | undefined;
let subscription: vscode.Disposable | undefined;

/** @param given what the text waits for before it is read */
function liveText(document: vscode.TextDocument, scope: Scope | null, given: Promise<unknown> = Promise.resolve()): LiveText {
  const late = { get: (id: string) => given.then(() => encodings.get(id)) } as Encodings; // all that a text calls of it
  const made = new LiveText(document, { ...defaultLens, scope }, { encodings: late, revisions: new Revisions(), log });
  subscription = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document) made.accept(event);
  });
  live = made;
  return made;
}

/** Stops the first pass at its first pause after a part was tokenized: the timer that the pause waits for is kept until `open`. */
function heldInTheMiddle(made: LiveText): { readonly reached: Promise<void>; readonly open: () => void } {
  const reached = gate();
  const opened = gate();
  const listener = made.onDidChange(() => {
    const { tokens } = made;
    if (tokens.kind !== "tokenizing" || tokens.done === 0) return;
    listener.dispose();
    const { setTimeout: realTimeout } = globalThis;
    // The next timer is the pause's own: it is asked for right after its progress is told.
    const held = (resume: () => void): number => {
      globalThis.setTimeout = realTimeout;
      void opened.opened.then(resume);
      reached.open();
      return 0;
    };
    globalThis.setTimeout = held as unknown as typeof setTimeout; // nobody asks for the timer's number
  });
  return { reached: reached.opened, open: opened.open };
}

/** At the start, across the special token and the digits, over many lines, at the end; several in one edit; then undo and redo. */
async function edit(editor: vscode.TextEditor): Promise<void> {
  const { document } = editor;
  const at = (part: string, unit = 0): vscode.Position => document.positionAt(document.getText().indexOf(part) + unit);
  const apply = async (change: (builder: vscode.TextEditorEdit) => void): Promise<void> => assert.ok(await editor.edit(change));
  await apply((builder) => {
    builder.insert(new vscode.Position(0, 0), "First\r\nline\n");
    builder.delete(new vscode.Range(at("4567890"), at("🐈🐈", 2)));
    builder.insert(at("|endoftext"), "|");
    builder.insert(document.lineAt(document.lineCount - 1).range.end, "\n  the end 🐈");
  });
  await apply((builder) => builder.delete(new vscode.Range(20, 3, 700, 0)));
  await apply((builder) => builder.replace(new vscode.Range(at("||endoftext"), at("||endoftext", 2)), "|"));
  await vscode.commands.executeCommand("undo");
  await vscode.commands.executeCommand("redo");
}

describe("edits while a text is tokenized for the first time", () => {
  before(async () => {
    await activate();
    await closeAll();
    const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
    assert.ok(extension);
    encodings = new Encodings(extension.extensionUri, noFiles, () => undefined);
    encoding = await encodings.get("gpt2");
  });
  afterEach(async () => {
    subscription?.dispose();
    live?.dispose();
    await closeAll();
    assert.deepEqual(errors.splice(0), []);
  });
  after(closeAll);

  for (const eol of [vscode.EndOfLine.LF, vscode.EndOfLine.CRLF])
    for (const when of ["before it is read", "when a part of it is done"] as const)
      for (const [what, scope] of [
        ["the text", null],
        ["the part that is looked at", part],
      ] as const)
        it(`${when} leave the tokens of ${what} as it is in the end (${vscode.EndOfLine[eol]})`, async () => {
          const editor = await openText(text, eol);
          const begin = gate();
          const made = liveText(editor.document, scope, when === "before it is read" ? begin.opened : undefined);
          const middle = heldInTheMiddle(made);
          if (when === "when a part of it is done") await middle.reached;
          await edit(editor);
          assert.equal(made.tokens.kind, "tokenizing");
          begin.open();
          middle.open();
          await made.settled;
          const whole = editor.document.getText().replaceAll("\r\n", "\n");
          const expected =
            scope === null ? whole : whole.slice(whole.indexOf(borders.first), whole.indexOf(borders.last) + borders.last.length);
          assert.equal(made.ready?.text.slice(0, made.ready.text.length), expected);
          assert.deepEqual([...made.ready.text.ids(0, made.ready.text.tokenCount)], [...encoding.encode(expected)]);
        });

  it("do not keep a text that is closed in the middle from ending", async () => {
    const { document } = await openText(text);
    const made = liveText(document, null);
    const middle = heldInTheMiddle(made);
    await middle.reached;
    made.dispose();
    middle.open();
    await made.settled;
    assert.equal(made.tokens.kind, "tokenizing"); // it stopped where it was
  });
});
