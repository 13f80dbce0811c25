/**
 * The tokens of one document, or of a part of it, kept current by its edits. The first pass is sliced; edits made meanwhile wait and are
 * applied to it. Dropped when its document closes.
 */
import { errorText } from "../said.ts";
import * as vscode from "vscode";
import type { TextEdit } from "../../core/text/edit.ts";
import type { LensOptions, Scope } from "../../lens/options.ts";
import { moveScope } from "../../lens/scope.ts";
import type { Place } from "../../lens/sources/tokenSource.ts";
import { isCancelled } from "../errors.ts";
import { runSliced } from "../slices.ts";
import type { Encodings } from "./encodings.ts";
import { indexLines, pipelineLength, positionAt, readPipelineParts, toTextEdit } from "./pipelineText.ts";
import type { ReadyTokens } from "./readyTokens.ts";
import type { Revisions } from "./revisions.ts";

/** What decides which tokens a document has. `scope`: [from, to) of the pipeline's text when made; null: all of it. */
export type LiveTextOptions = Pick<LensOptions, "encoding" | "specialTokens" | "addSpecialTokens" | "endOfLine" | "scope">;

export type LiveTokens =
  | { readonly kind: "tokenizing"; readonly done: number }
  | { readonly kind: "failed"; readonly message: string }
  | ReadyTokens;

/** What live texts need; they share the revisions, so that no two texts ever have the same one. */
export interface LiveTextServices {
  readonly encodings: Encodings;
  readonly revisions: Revisions;
  readonly log: vscode.LogOutputChannel;
}

export class LiveText implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly options: LiveTextOptions;
  readonly #services: LiveTextServices;
  readonly #changed = new vscode.EventEmitter<readonly TextEdit[]>();
  /** Fires when the tokens changed, with the edits of the scope's text that did it: none when it was tokenized anew. */
  readonly onDidChange = this.#changed.event;
  #controller = new AbortController();
  #tokens: LiveTokens = { kind: "tokenizing", done: 0 };
  #scope: Scope | null;
  /** Edits of the document since its text was read, while the first pass runs; undefined: not read yet. */
  #waiting: TextEdit[] | undefined;
  #settled: Promise<void>;

  constructor(document: vscode.TextDocument, options: LiveTextOptions, services: LiveTextServices) {
    this.document = document;
    this.options = options;
    this.#services = services;
    this.#scope = options.scope;
    this.#settled = this.#tokenize();
  }

  get tokens(): LiveTokens {
    return this.#tokens;
  }

  get ready(): ReadyTokens | undefined {
    return this.#tokens.kind === "ready" ? this.#tokens : undefined;
  }

  /** Where the tokens' text begins in the pipeline's text. */
  get base(): number {
    return this.#scope?.from ?? 0;
  }

  /** The scope now, moved along by edits; null: the whole document. */
  get scope(): Scope | null {
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
    if (ready === undefined) {
      if (this.#waiting === undefined) this.#moveScope(edits); // the text is read later, as it is then
      else this.#waiting.push(...edits);
      return;
    }
    if (edits.length > 0) {
      const inside = this.#moveScope(edits);
      this.#publish(ready.update(inside, this.#services.revisions.next()), inside);
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
    const { encoding: name, specialTokens, addSpecialTokens, endOfLine } = this.options;
    this.#waiting = undefined;
    this.#progress(0);
    try {
      const [{ readyTokensSteps }, encoding] = await Promise.all([import("./readyTokens.ts"), this.#services.encodings.get(name)]);
      signal.throwIfAborted();
      await indexLines(this.document);
      const parts = await readPipelineParts(this.document, endOfLine, signal);
      this.#waiting = [];
      const scope = this.#scope;
      const text = scope === null ? parts : parts.join("").slice(scope.from, scope.to);
      const placeOf = (unit: number): Place => {
        const { line, character } = positionAt(this.document, this.base + unit, endOfLine);
        return { line: line + 1, column: character + 1 };
      };
      const options = { revision: this.#services.revisions.next(), placeOf, addSpecialTokens };
      const first = await runSliced(readyTokensSteps(encoding, text, specialTokens, options), signal, (done) => this.#progress(done));
      const inside = this.#moveScope(this.#waiting);
      this.#waiting = undefined;
      this.#publish(inside.length === 0 ? first : first.update(inside, this.#services.revisions.next()), []);
      this.#check();
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.#services.log.error(`Tokenizing ${this.document.uri.toString()}: ${String(error)}`);
      this.#tokens = { kind: "failed", message: errorText(error) };
      this.#changed.fire([]);
    }
  }

  #progress(done: number): void {
    this.#tokens = { kind: "tokenizing", done };
    this.#changed.fire([]);
  }

  #publish(tokens: ReadyTokens, edits: readonly TextEdit[]): void {
    this.#tokens = tokens;
    this.#changed.fire(edits);
  }

  /** Moves the scope along with edits of the document, one after the other. @returns what they did inside the scope */
  #moveScope(edits: readonly TextEdit[]): readonly TextEdit[] {
    const inside: TextEdit[] = [];
    for (const edit of edits) {
      if (this.#scope === null) {
        inside.push(edit);
        continue;
      }
      const moved = moveScope(this.#scope, edit);
      this.#scope = moved.scope;
      if (moved.inside !== undefined) inside.push(moved.inside);
    }
    return inside;
  }

  /** A change without an event of its own (another line ending under `document`, say) shows in the length: then everything is read again. */
  #check(): void {
    const ready = this.ready;
    if (ready === undefined || this.#scope !== null) return;
    const expected = pipelineLength(this.document, this.options.endOfLine);
    if (ready.text.length === expected) return;
    this.#services.log.info(
      `${this.document.uri.toString()} has ${expected} code units, its tokens ${ready.text.length}: reading it again.`,
    );
    this.#settled = this.#tokenize();
  }
}
