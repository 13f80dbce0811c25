/**
 * What the user changed about the lenses of documents looked at before, kept in the workspace's own state: a reload of the window
 * restores it. Only changes are kept, so that everything else goes on following the settings.
 */
import * as v from "valibot";
import type * as vscode from "vscode";
import type { LensPatch } from "../../lens/lens.ts";
import { lensPatchSchema } from "../../protocol/lens.ts";

const key = "tokenscope.lenses";
const activeKey = "tokenscope.activeDocument";
/** Lenses remembered; the longest unused are forgotten first. */
const remembered = 100;

/** Changes within this time are written once, in ms. */
const writeDelayMs = 100;

/** Foreign until checked: another version of Tokenscope may have written it. */
const entriesSchema = v.fallback(v.array(v.tuple([v.string(), v.unknown()])), []);

export class LensMemory implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #lenses: Map<string, unknown>;
  #writing: ReturnType<typeof setTimeout> | undefined;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#lenses = new Map(v.parse(entriesSchema, state.get(key)));
  }

  /** What was changed about the document's lens before; nothing when nothing that fits is remembered. */
  recall(uri: vscode.Uri): LensPatch {
    const checked = v.safeParse(lensPatchSchema, this.#lenses.get(uri.toString()));
    return checked.success ? checked.output : {};
  }

  remember(uri: vscode.Uri, changes: LensPatch): void {
    const name = uri.toString();
    this.#lenses.delete(name);
    this.#lenses.set(name, changes);
    for (const oldest of this.#lenses.keys()) {
      if (this.#lenses.size <= remembered) break;
      this.#lenses.delete(oldest);
    }
    this.#writeSoon();
  }

  /** An untitled document that was closed is gone for good; another one may get its name. */
  forget(uri: vscode.Uri): void {
    if (this.#lenses.delete(uri.toString())) this.#writeSoon();
  }

  /** Which document the views looked at last. */
  get lastActive(): string | undefined {
    const uri: unknown = this.#state.get(activeKey);
    return typeof uri === "string" ? uri : undefined;
  }

  set lastActive(uri: string | undefined) {
    void this.#state.update(activeKey, uri);
  }

  dispose(): void {
    if (this.#writing !== undefined) this.#write();
  }

  /** Every move of the cursor changes a lens: several changes are written together. */
  #writeSoon(): void {
    this.#writing ??= setTimeout(() => this.#write(), writeDelayMs);
  }

  #write(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    void this.#state.update(key, [...this.#lenses]);
  }
}
