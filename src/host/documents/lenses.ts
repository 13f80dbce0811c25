/**
 * The lens of every document of interest, with its live tokens, and which of them the views follow. All surfaces read from here and
 * change it here; each change is announced once, to all.
 */
import * as vscode from "vscode";
import { mapOffset, type TextEdit } from "../../core/text/edit.ts";
import { applyPatch, changeLens, type Lens, type LensPatch, mergePatches } from "../../lens/lens.ts";
import { affectsLens, isCountedFromStart, lensFromSettings } from "../settings.ts";
import type { Encodings } from "./encodings.ts";
import type { LensMemory } from "./lensMemory.ts";
import { LiveText, type LiveTextServices, type ReadyTokens } from "./liveText.ts";
import { Revisions } from "./revisions.ts";

/** Documents kept tokenized though no editor shows them; the longest unused are let go first. */
const keptInBackground = 8;

/** One document under its lens. */
export interface LensedDocument {
  readonly document: vscode.TextDocument;
  readonly lens: Lens;
  readonly live: LiveText;
}

/** As the store itself sees it. */
interface Entry extends LensedDocument {
  lens: Lens;
  live: LiveText;
  /** What the user changed; the rest of the lens follows the settings. */
  changes: LensPatch;
  /** Where the selected token was, while the text becomes other tokens. Code units of the pipeline's text. */
  place: number | undefined;
  subscription: vscode.Disposable;
}

/** Documents that are no text of anybody's: output channels, the debug console's input. */
const isOfInterest = (document: vscode.TextDocument): boolean => !["output", "debug", "vscode"].includes(document.uri.scheme);

export class Lenses implements vscode.Disposable {
  readonly #texts: LiveTextServices;
  readonly #memory: LensMemory;
  readonly #log: vscode.LogOutputChannel;
  /** In the order of use, the longest unused first. */
  readonly #open = new Map<vscode.TextDocument, Entry>();
  readonly #changed = new vscode.EventEmitter<LensedDocument>();
  readonly #activeChanged = new vscode.EventEmitter<LensedDocument | undefined>();
  readonly #subscriptions: vscode.Disposable;
  #active: vscode.TextDocument | undefined;
  /** Whether every text that becomes active is tokenized; before, only those of the languages that a setting names. */
  #followsAll = false;
  /** A lens or the tokens of a document changed. */
  readonly onDidChange = this.#changed.event;
  /** The views follow another document. */
  readonly onDidChangeActive = this.#activeChanged.event;

  constructor(encodings: Encodings, memory: LensMemory, log: vscode.LogOutputChannel) {
    this.#texts = { encodings, revisions: new Revisions(), log };
    this.#memory = memory;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#activeChanged,
      vscode.workspace.onDidChangeTextDocument((event) => this.#open.get(event.document)?.live.accept(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
      // A document that gets another language is closed and opened, and stays active.
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document === this.#active) this.#announceActive();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#follow(editor?.document)),
      // After a reload with the focus in a view, no editor becomes active: those that are shown come a little later than we do.
      vscode.window.onDidChangeVisibleTextEditors(() => {
        if (this.#active === undefined) this.#follow(this.#lastFollowed());
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        // A copy: each change moves its document to the end of what is iterated.
        if (!affectsLens(event)) return;
        for (const document of Array.from(this.#open.keys())) this.change(document, {});
        this.#announceActive();
      }),
    );
    this.#follow(vscode.window.activeTextEditor?.document ?? this.#lastFollowed());
  }

  /** The document the views show: that of the active editor, or of the last one while a view has the focus. */
  get activeDocument(): vscode.TextDocument | undefined {
    return this.#active;
  }

  /** The active document under its lens; undefined while its tokens were not begun. */
  get active(): LensedDocument | undefined {
    return this.#active === undefined ? undefined : this.peek(this.#active);
  }

  /** To be called when a view of Tokenscope is used in this window: from then on every text is looked at that becomes active. */
  followAll(): void {
    if (this.#followsAll) return;
    this.#followsAll = true;
    this.#announceActive();
  }

  /** What is known of a document; nothing is begun. */
  peek(document: vscode.TextDocument): LensedDocument | undefined {
    return this.#open.get(document);
  }

  /** The document under its lens, in use from now on; its tokens are begun at the first call. */
  open(document: vscode.TextDocument): LensedDocument {
    return this.#entry(document);
  }

  #entry(document: vscode.TextDocument): Entry {
    const known = this.#open.get(document);
    if (known !== undefined) {
      this.#open.delete(document); // put in again, it is the one used last
      this.#open.set(document, known);
      return known;
    }
    const changes = this.#memory.recall(document.uri);
    const lens = applyPatch(this.#fromSettings(document), changes);
    const entry: Entry = { document, lens, changes, place: undefined, ...this.#watch(document, lens) };
    this.#open.set(document, entry);
    this.#letGo();
    return entry;
  }

  /** Changes the lens of a document; every surface hears of it. */
  change(document: vscode.TextDocument, patch: LensPatch): LensedDocument {
    const entry = this.#entry(document);
    const before = entry.lens;
    const fromSettings = applyPatch(this.#fromSettings(document), entry.changes);
    entry.changes = mergePatches(entry.changes, patch);
    entry.lens = changeLens(fromSettings, patch, entry.live.ready?.source.tokenCount);
    const textChanges =
      before.encoding !== entry.lens.encoding ||
      before.specialTokens !== entry.lens.specialTokens ||
      before.endOfLine !== entry.lens.endOfLine ||
      patch.scope !== undefined;
    if (textChanges) {
      entry.place = before.selectedToken === null ? undefined : (this.#offsetOf(entry.live, before.selectedToken) ?? entry.place);
      entry.subscription.dispose();
      entry.live.dispose();
      Object.assign(entry, this.#watch(document, entry.lens));
      const { live } = entry;
      void live.settled.then(() => this.#reselect(live));
    }
    this.#remember(entry);
    this.#changed.fire(entry);
    return entry;
  }

  dispose(): void {
    for (const { live, subscription } of this.#open.values()) {
      subscription.dispose();
      live.dispose();
    }
    this.#open.clear();
    this.#subscriptions.dispose();
  }

  #fromSettings(document: vscode.TextDocument): Lens {
    return lensFromSettings(document, (sentence) => this.#log.warn(sentence));
  }

  /** The selections count as the user's own, also those that followed from another choice. */
  #remember(entry: Entry): void {
    const { selectedToken, selectedWindow, scope } = entry.lens;
    entry.changes = { ...entry.changes, selectedToken, selectedWindow, scope };
    this.#memory.remember(entry.document.uri, entry.changes);
  }

  #watch(document: vscode.TextDocument, lens: Lens): { live: LiveText; subscription: vscode.Disposable } {
    const live = new LiveText(document, lens, this.#texts);
    let before = live.ready;
    const subscription = live.onDidChange((edits) => {
      const entry = this.#open.get(document);
      if (entry === undefined || entry.live !== live) return;
      const after = live.ready;
      if (after !== undefined) entry.lens = keepPlace(entry.lens, before, after, edits);
      if (live.scope !== null) entry.lens = { ...entry.lens, scope: live.scope };
      entry.changes = {
        ...entry.changes,
        selectedToken: entry.lens.selectedToken,
        selectedWindow: entry.lens.selectedWindow,
        scope: entry.lens.scope,
      };
      before = after;
      this.#changed.fire(entry);
    });
    return { live, subscription };
  }

  #offsetOf(live: LiveText, token: number): number | undefined {
    const text = live.ready?.text;
    return text === undefined || token >= text.tokenCount ? undefined : live.base + text.tokenAt(token).from;
  }

  /** After the same text became other tokens: the token at the same place is selected. */
  #reselect(live: LiveText): void {
    const text = live.ready?.text;
    const entry = this.#open.get(live.document);
    if (text === undefined || entry === undefined || entry.live !== live) return;
    const offset = entry.place === undefined ? -1 : entry.place - live.base;
    entry.place = undefined;
    const isInside = offset >= 0 && offset < text.length;
    this.change(live.document, { selectedToken: isInside ? text.tokenIndexAt(offset) : null });
  }

  #follow(document: vscode.TextDocument | undefined): void {
    if (document === undefined || !isOfInterest(document) || document === this.#active) return;
    this.#active = document;
    this.#memory.lastActive = document.uri.toString();
    this.#announceActive();
  }

  #announceActive(): void {
    const document = this.#active;
    if (document !== undefined && (this.#followsAll || isCountedFromStart(document))) this.open(document);
    this.#activeChanged.fire(this.active);
  }

  #lastFollowed(): vscode.TextDocument | undefined {
    const shown = vscode.window.visibleTextEditors.map((editor) => editor.document).filter(isOfInterest);
    return shown.find((document) => document.uri.toString() === this.#memory.lastActive) ?? shown[0];
  }

  #close(document: vscode.TextDocument): void {
    const entry = this.#open.get(document);
    entry?.subscription.dispose();
    entry?.live.dispose();
    this.#open.delete(document);
    if (document.isUntitled) this.#memory.forget(document.uri);
    if (this.#active !== document) return;
    this.#active = undefined;
    this.#follow(vscode.window.activeTextEditor?.document ?? this.#lastFollowed());
    if (this.#active === undefined) this.#announceActive();
  }

  #letGo(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document));
    let surplus = this.#open.size - keptInBackground;
    for (const document of this.#open.keys()) {
      if (surplus-- <= 0) return;
      if (visible.has(document) || document === this.#active) continue;
      const entry = this.#open.get(document);
      entry?.subscription.dispose();
      entry?.live.dispose();
      this.#open.delete(document);
    }
  }
}

/** The selected token stays on its text while the text around it changes. */
function keepPlace(lens: Lens, before: ReadyTokens | undefined, after: ReadyTokens, edits: readonly TextEdit[]): Lens {
  const { tokenCount } = after.source;
  const { selectedToken } = lens;
  if (selectedToken === null || before === undefined || edits.length === 0 || tokenCount === 0 || selectedToken >= before.source.tokenCount)
    return changeLens(lens, {}, tokenCount);
  let offset = before.text.tokenAt(selectedToken).from;
  for (const edit of edits) offset = mapOffset(offset, edit, "after");
  return changeLens(lens, { selectedToken: after.text.tokenIndexAt(Math.min(offset, Math.max(0, after.text.length - 1))) }, tokenCount);
}
