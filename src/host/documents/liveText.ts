/**
 * The tokens of one document, or of a part of it, kept current by its edits. The first pass is sliced; edits made meanwhile wait and are
 * applied to it. Dropped when its document closes.
 */
import * as vscode from "vscode";
import type { TextEdit } from "../../core/text/edit.ts";
import type { Encoding } from "../../core/tokens/encoding.ts";
import { TokenCounts } from "../../core/tokens/document/tokenCounts.ts";
import { tokenizeTextSteps, type TokenizedText } from "../../core/tokens/document/tokenizedText.ts";
import { tokenRows, type TokenRowsIndex, tokenRowsSteps } from "../../core/tokens/document/tokenRows.ts";
import type { Lens } from "../../protocol/lens.ts";
import { isCancelled } from "../errors.ts";
import { runSliced } from "../slices.ts";
import type { Encodings } from "./encodings.ts";
import { pipelineLength, readPipelineText, toTextEdit } from "./pipelineText.ts";

export interface LiveTextOptions {
  readonly encoding: Lens["encoding"];
  readonly specialTokens: Lens["specialTokens"];
  readonly endOfLine: Lens["endOfLine"];
  /** [from, to) of the pipeline's text when made; null: all of it. */
  readonly scope: Lens["scope"];
}

export interface ReadyTokens {
  readonly kind: "ready";
  readonly text: TokenizedText;
  readonly encoding: Encoding;
  readonly counts: TokenCounts;
  readonly rows: TokenRowsIndex;
  readonly revision: number;
}

export type LiveTokens =
  | { readonly kind: "tokenizing"; readonly done: number }
  | { readonly kind: "failed"; readonly message: string }
  | ReadyTokens;

/** Revisions of all texts grow together, so that no two texts ever share one. */
let lastRevision = 0;

export class LiveText implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly options: LiveTextOptions;
  readonly #encodings: Encodings;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<readonly TextEdit[]>();
  /** Fires when the tokens changed, with the edits of the scope's text that did it: none when it was tokenized anew. */
  readonly onDidChange = this.#changed.event;
  #controller = new AbortController();
  #tokens: LiveTokens = { kind: "tokenizing", done: 0 };
  #scope: { readonly from: number; readonly to: number } | null;
  /** Edits of the document since its text was read, while the first pass runs; null: not read yet. */
  #waiting: TextEdit[] | null = null;
  #settled: Promise<void>;

  constructor(document: vscode.TextDocument, options: LiveTextOptions, encodings: Encodings, log: vscode.LogOutputChannel) {
    this.document = document;
    this.options = options;
    this.#encodings = encodings;
    this.#log = log;
    this.#scope = options.scope;
    this.#settled = this.#tokenize();
  }

  get tokens(): LiveTokens {
    return this.#tokens;
  }

  get ready(): ReadyTokens | null {
    return this.#tokens.kind === "ready" ? this.#tokens : null;
  }

  /** Where the tokens' text begins in the pipeline's text. */
  get base(): number {
    return this.#scope?.from ?? 0;
  }

  /** The scope now, moved along by edits; null: the whole document. */
  get scope(): { readonly from: number; readonly to: number } | null {
    return this.#scope;
  }

  /** Resolves when the first pass ended, in whichever way. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** To be called with each change of the document, in order. */
  accept(event: vscode.TextDocumentChangeEvent): void {
    const edits = event.contentChanges.map((change) => toTextEdit(this.document, change, this.options.endOfLine));
    const ready = this.ready;
    if (ready === null) {
      this.#waiting?.push(...edits);
      return;
    }
    if (edits.length > 0) {
      const { text, local } = this.#applyAll(ready.text, edits);
      this.#publish(text, ready.counts, local);
    }
    this.#check();
  }

  dispose(): void {
    this.#controller.abort();
    this.#changed.dispose();
  }

  async #tokenize(): Promise<void> {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const { encoding: name, specialTokens, endOfLine } = this.options;
    this.#waiting = null;
    this.#progress(0);
    try {
      const encoding = await this.#encodings.get(name);
      signal.throwIfAborted();
      const whole = await readPipelineText(this.document, endOfLine, signal);
      this.#waiting = [];
      const scope = this.#scope;
      const source = scope === null ? whole : whole.slice(scope.from, scope.to);
      const first = await runSliced(tokenizeTextSteps(encoding, source, specialTokens), signal, (length) =>
        this.#progress(source.length === 0 ? 1 : length / source.length),
      );
      const counts = new TokenCounts(encoding.vocabulary.vocabSize);
      await runSliced(counts.updateSteps(first.chunks), signal);
      await runSliced(tokenRowsSteps(first), signal);
      const waiting = this.#waiting;
      this.#waiting = null;
      this.#publish(this.#applyAll(first, waiting).text, counts, []);
      this.#check();
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      const message = error instanceof Error ? error.message : String(error);
      this.#log.error(`Tokenizing ${this.document.uri.toString()}: ${message}`);
      this.#tokens = { kind: "failed", message };
      this.#changed.fire([]);
    }
  }

  #progress(done: number): void {
    this.#tokens = { kind: "tokenizing", done };
    this.#changed.fire([]);
  }

  #publish(text: TokenizedText, counts: TokenCounts, edits: readonly TextEdit[]): void {
    counts.update(text.chunks);
    this.#tokens = { kind: "ready", text, encoding: text.encoding, counts, rows: tokenRows(text), revision: ++lastRevision };
    this.#changed.fire(edits);
  }

  /** Applies the document's edits one after the other, moving the scope along. */
  #applyAll(text: TokenizedText, edits: readonly TextEdit[]): { text: TokenizedText; local: TextEdit[] } {
    const local: TextEdit[] = [];
    let updated = text;
    for (const edit of edits) {
      const scope = this.#scope;
      const localEdit = scope === null ? edit : this.#moveScope(scope, edit);
      if (localEdit === null) continue;
      local.push(localEdit);
      updated = updated.update([localEdit]);
    }
    return { text: updated, local };
  }

  /** Moves the scope along with an edit of the document. @returns what the edit did inside the scope; null: nothing */
  #moveScope(scope: { readonly from: number; readonly to: number }, edit: TextEdit): TextEdit | null {
    const growth = edit.insert.length - (edit.to - edit.from);
    const atBorder = edit.from === edit.to && (edit.from === scope.from || edit.to === scope.to);
    if (edit.from >= scope.from && edit.to <= scope.to && !atBorder) {
      this.#scope = { from: scope.from, to: scope.to + growth };
      return { from: edit.from - scope.from, to: edit.to - scope.from, insert: edit.insert };
    }
    // Before it, behind it, or over one of its borders: what was typed there stays outside, what was removed inside is removed.
    const from = Math.min(Math.max(edit.from, scope.from), scope.to) - scope.from;
    const to = Math.min(Math.max(edit.to, scope.from), scope.to) - scope.from;
    let start = scope.from;
    if (edit.to <= scope.from) start += growth;
    else if (edit.from <= scope.from) start = edit.from + edit.insert.length;
    this.#scope = { from: start, to: start + (scope.to - scope.from) - (to - from) };
    return from === to ? null : { from, to, insert: "" };
  }

  /** A change we were not told of (another line ending under `document`, say) shows in the length: then everything is read again. */
  #check(): void {
    const ready = this.ready;
    if (ready === null || this.#scope !== null) return;
    const expected = pipelineLength(this.document, this.options.endOfLine);
    if (ready.text.length === expected) return;
    this.#log.info(`${this.document.uri.toString()} has ${expected} code units, its tokens ${ready.text.length}: reading it again.`);
    this.#settled = this.#tokenize();
  }
}
