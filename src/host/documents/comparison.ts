/** One document under further encodings, each kept current by its edits, while a view compares them. */
import { rangeError } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import * as vscode from "vscode";
import { builtInEncodings, findBuiltIn } from "../../core/tokens/catalogue.ts";
import type { EncodingId } from "../../core/tokens/encodingSpec.ts";
import { comparedIds, type ComparedEncoding, type ComparisonState, type EncodingChoice } from "../../lens/compare/comparison.ts";
import { type ComparedRows, comparedRows } from "../../lens/compare/comparedRows.ts";
import type { LensedDocument, Lenses } from "./lenses.ts";
import { LiveText, type LiveTextServices, type LiveTokens } from "./liveText.ts";

export class Comparison implements vscode.Disposable {
  readonly #lenses: Lenses;
  readonly #texts: LiveTextServices;
  readonly #fileChoices: () => readonly EncodingChoice[];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  /** The lens's own tokens, which decide what the others are tokens of. */
  #primary: LiveText | undefined;
  readonly #others = new Map<EncodingId, { readonly live: LiveText; readonly subscription: vscode.Disposable }>();
  #revision = 0;
  /** The tokens of another encoding changed. */
  readonly onDidChange = this.#changed.event;

  /** @param fileChoices the encodings from files that can be chosen now */
  constructor(lenses: Lenses, texts: LiveTextServices, fileChoices: () => readonly EncodingChoice[]) {
    this.#lenses = lenses;
    this.#texts = texts;
    this.#fileChoices = fileChoices;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      lenses.onDidChange(() => this.#follow()),
      lenses.onDidChangeActive(() => this.#follow()),
      texts.encodings.onDidChange((ids) => {
        this.#drop((id) => ids.includes(id));
        this.#follow();
      }),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== this.#primary?.document) return;
        for (const { live } of this.#others.values()) live.accept(event);
      }),
    );
    this.#follow();
  }

  /** Undefined while nothing is compared. */
  get state(): ComparisonState | undefined {
    const lensed = this.#compared;
    if (lensed === undefined) return undefined;
    const encodings = comparedIds(lensed.lens).map((id) => comparedEncoding(id, this.#tokensOf(lensed, id), this.#choices));
    return { revision: this.#revision, encodings, choices: this.#choices };
  }

  /** @throws RangeError while there are no tokens, which views take as "ask again with the next state" */
  rows(from: number, to: number): ComparedRows {
    const lensed = this.#compared;
    const primary = lensed?.live.ready?.source;
    if (lensed === undefined || primary === undefined) throw rangeError(say`There are no tokens yet: wait for the next state.`);
    const [, ...others] = comparedIds(lensed.lens);
    return comparedRows(
      primary,
      others.map((id) => {
        const source = this.#others.get(id)?.live.ready?.source;
        return source?.text.length === primary.text.length ? source : undefined; // else it is being read again
      }),
      from,
      to,
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#drop(() => true);
  }

  get #compared(): LensedDocument | undefined {
    const { active } = this.#lenses;
    return active?.lens.tab === "compare" ? active : undefined;
  }

  get #choices(): readonly EncodingChoice[] {
    return [...builtInEncodings.map(({ id, label }) => ({ id, label })), ...this.#fileChoices()];
  }

  #tokensOf({ live }: LensedDocument, id: EncodingId): LiveTokens {
    return this.#others.get(id)?.live.tokens ?? live.tokens;
  }

  /** Makes the others those of the lens. All are made anew when the lens's own are: of another document, or read otherwise. */
  #follow(): void {
    const lensed = this.#compared;
    const primary = lensed?.live;
    const isNew = primary !== this.#primary;
    const wanted = lensed === undefined ? [] : comparedIds(lensed.lens).slice(1);
    this.#drop((id) => isNew || !wanted.includes(id));
    this.#primary = primary;
    if (lensed === undefined || primary === undefined) return;
    for (const encoding of wanted) {
      if (this.#others.has(encoding)) continue;
      const live = new LiveText(lensed.document, { ...lensed.lens, encoding, scope: primary.scope }, this.#texts);
      const subscription = live.onDidChange(() => this.#announce());
      this.#others.set(encoding, { live, subscription });
      this.#announce();
    }
  }

  #drop(isDropped: (id: EncodingId) => boolean): void {
    for (const [id, { live, subscription }] of this.#others) {
      if (!isDropped(id)) continue;
      subscription.dispose();
      live.dispose();
      this.#others.delete(id);
    }
  }

  #announce(): void {
    this.#revision += 1;
    this.#changed.fire();
  }
}

function comparedEncoding(id: EncodingId, tokens: LiveTokens, choices: readonly EncodingChoice[]): ComparedEncoding {
  const known = findBuiltIn(id)?.label ?? choices.find((choice) => choice.id === id)?.label;
  if (tokens.kind !== "ready") return { id, label: known ?? "", tokens };
  return { id, label: known ?? tokens.encoding.spec.label, tokens: { kind: "ready", tokenCount: tokens.text.tokenCount } };
}
