/** The lenses of documents looked at before, kept in the workspace's own state: a reload of the window restores them. */
import * as v from "valibot";
import type * as vscode from "vscode";
import { type Lens, lensSchema } from "../../protocol/lens.ts";

const key = "tokenscope.lenses";
const activeKey = "tokenscope.activeDocument";
/** Lenses remembered; the longest unused are forgotten first. */
const remembered = 100;

/** Foreign until checked: another version of Tokenscope may have written it. */
const entriesSchema = v.fallback(v.array(v.tuple([v.string(), v.unknown()])), []);

export class LensMemory {
  readonly #state: vscode.Memento;
  readonly #lenses: Map<string, unknown>;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#lenses = new Map(v.parse(entriesSchema, state.get(key)));
  }

  /** The remembered lens; null when there is none that fits. */
  recall(uri: vscode.Uri): Lens | null {
    const checked = v.safeParse(lensSchema, this.#lenses.get(uri.toString()));
    return checked.success ? checked.output : null;
  }

  remember(uri: vscode.Uri, lens: Lens): void {
    const name = uri.toString();
    this.#lenses.delete(name);
    this.#lenses.set(name, lens);
    for (const oldest of this.#lenses.keys()) {
      if (this.#lenses.size <= remembered) break;
      this.#lenses.delete(oldest);
    }
    void this.#state.update(key, [...this.#lenses]);
  }

  /** Which document the views looked at last. */
  get lastActive(): string | null {
    const uri: unknown = this.#state.get(activeKey);
    return typeof uri === "string" ? uri : null;
  }

  set lastActive(uri: string | null) {
    void this.#state.update(activeKey, uri ?? undefined);
  }
}
