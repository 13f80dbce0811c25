/**
 * The lens of every document of interest, with its live tokens, and which of them the views follow. All surfaces read from here and
 * change it here; each change is announced once, to all.
 */
import * as vscode from "vscode";
import { mapOffset, type TextEdit } from "../../core/text/edit.ts";
import { applyPatch, type Lens, type LensPatch, mergePatches } from "../../protocol/lens.ts";
import { affectsLens, isCountedFromStart, lensFromSettings } from "../settings.ts";
import type { Encodings } from "./encodings.ts";
import type { LensMemory } from "./lensMemory.ts";
import { LiveText, type ReadyTokens } from "./liveText.ts";
import { reconcile } from "./reconcile.ts";

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
  subscription: vscode.Disposable;
}

/** Documents that are no text of anybody's: output channels, the debug console's input. */
const isOfInterest = (document: vscode.TextDocument): boolean => !["output", "debug", "vscode"].includes(document.uri.scheme);

export class Lenses implements vscode.Disposable {
  readonly #encodings: Encodings;
  readonly #memory: LensMemory;
  readonly #log: vscode.LogOutputChannel;
  /** In the order of use, the longest unused first. */
  readonly #open = new Map<vscode.TextDocument, Entry>();
  readonly #changed = new vscode.EventEmitter<LensedDocument>();
  readonly #activeChanged = new vscode.EventEmitter<LensedDocument | null>();
  readonly #subscriptions: vscode.Disposable;
  #active: vscode.TextDocument | null = null;
  /** Whether every text that becomes active is tokenized; before, only those of the languages that a setting names. */
  #followsAll = false;
  /** A lens or the tokens of a document changed. */
  readonly onDidChange = this.#changed.event;
  /** The views follow another document. */
  readonly onDidChangeActive = this.#activeChanged.event;

  constructor(encodings: Encodings, memory: LensMemory, log: vscode.LogOutputChannel) {
    this.#encodings = encodings;
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
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#follow(editor)),
      // After a reload with the focus in a view, no editor becomes active: those that are shown come a little later than we do.
      vscode.window.onDidChangeVisibleTextEditors(() => {
        if (this.#active === null) this.#follow(this.#lastFollowed());
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        // A copy: each change moves its document to the end of what is iterated.
        if (affectsLens(event)) for (const document of Array.from(this.#open.keys())) this.change(document, {});
        if (affectsLens(event)) this.#announceActive();
      }),
    );
    this.#follow(vscode.window.activeTextEditor ?? this.#lastFollowed());
  }

  /** As `active`, without beginning anything. */
  get activeDocument(): vscode.TextDocument | null {
    return this.#active;
  }

  /** To be called when a view of Tokenscope is used in this window: from then on every text is looked at that becomes active. */
  followAll(): void {
    if (this.#followsAll) return;
    this.#followsAll = true;
    this.#announceActive();
  }

  /** The document the views show: that of the active editor, or of the last one while a view has the focus. */
  get active(): LensedDocument | null {
    return this.#active === null ? null : this.of(this.#active);
  }

  /** The document under its lens; its tokens are begun when nobody asked before. */
  of(document: vscode.TextDocument): LensedDocument {
    const known = this.#open.get(document);
    if (known !== undefined) {
      this.#open.delete(document);
      this.#open.set(document, known);
      return known;
    }
    const changes = this.#memory.recall(document.uri);
    const lens = applyPatch(this.#fromSettings(document), changes);
    const entry: Entry = { document, lens, changes, ...this.#watch(document, lens) };
    this.#open.set(document, entry);
    this.#letGo();
    return entry;
  }

  /** What is known of a document without beginning anything. */
  peek(document: vscode.TextDocument): LensedDocument | null {
    return this.#open.get(document) ?? null;
  }

  /** Changes the lens of a document; every surface hears of it. */
  change(document: vscode.TextDocument, patch: LensPatch): void {
    this.of(document);
    const entry = this.#open.get(document);
    if (entry === undefined) return;
    const before = entry.lens;
    entry.changes = mergePatches(entry.changes, patch);
    entry.lens = this.#settle(applyPatch(this.#fromSettings(document), entry.changes), patch, entry.live);
    const textChanges =
      before.encoding !== entry.lens.encoding ||
      before.specialTokens !== entry.lens.specialTokens ||
      before.endOfLine !== entry.lens.endOfLine ||
      patch.scope !== undefined;
    if (textChanges) {
      const place = before.selectedToken === null ? null : this.#offsetOf(entry.live, before.selectedToken);
      entry.subscription.dispose();
      entry.live.dispose();
      Object.assign(entry, this.#watch(document, entry.lens));
      void entry.live.settled.then(() => this.#reselect(entry.live, place));
    }
    this.#remember(entry);
    this.#changed.fire(entry);
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
    const live = new LiveText(document, lens, this.#encodings, this.#log);
    let before = live.ready;
    const subscription = live.onDidChange((edits) => {
      const entry = this.#open.get(document);
      if (entry === undefined || entry.live !== live) return;
      const after = live.ready;
      if (after !== null) entry.lens = this.#keepPlace(entry.lens, before, after, edits);
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

  /** The selected token stays on its text while the text around it changes. */
  #keepPlace(lens: Lens, before: ReadyTokens | null, after: ReadyTokens, edits: readonly TextEdit[]): Lens {
    let selectedToken = lens.selectedToken;
    if (
      selectedToken !== null &&
      before !== null &&
      selectedToken < before.text.tokenCount &&
      after.text.tokenCount > 0 &&
      edits.length > 0
    ) {
      let offset = before.text.tokenAt(selectedToken).from;
      for (const edit of edits) offset = mapOffset(offset, edit, "after");
      selectedToken = after.text.tokenIndexAt(Math.min(offset, Math.max(0, after.text.length - 1)));
    }
    return reconcile(lens, { selectedToken }, after.text.tokenCount);
  }

  #settle(lens: Lens, patch: LensPatch, live: LiveText): Lens {
    const tokenCount = live.ready?.text.tokenCount;
    return reconcile(lens, patch, tokenCount ?? Number.MAX_SAFE_INTEGER);
  }

  #offsetOf(live: LiveText, token: number): number | null {
    const ready = live.ready;
    return ready === null || token >= ready.text.tokenCount ? null : live.base + ready.text.tokenAt(token).from;
  }

  /** After the same text became other tokens: the token at the same place is selected. */
  #reselect(live: LiveText, place: number | null): void {
    const ready = live.ready;
    const entry = this.#open.get(live.document);
    if (ready === null || entry === undefined || entry.live !== live) return;
    const offset = place === null ? -1 : place - live.base;
    const isInside = offset >= 0 && offset < ready.text.length;
    this.change(live.document, { selectedToken: isInside ? ready.text.tokenIndexAt(offset) : null });
  }

  #follow(editor: vscode.TextEditor | vscode.TextDocument | null | undefined): void {
    const document = editor === null || editor === undefined ? null : "document" in editor ? editor.document : editor;
    if (document === null || !isOfInterest(document) || document === this.#active) return;
    this.#active = document;
    this.#memory.lastActive = document.uri.toString();
    this.#announceActive();
  }

  #announceActive(): void {
    const document = this.#active;
    if (document === null) return this.#activeChanged.fire(null);
    if (this.#followsAll || isCountedFromStart(document)) this.of(document);
    this.#activeChanged.fire(this.peek(document));
  }

  #lastFollowed(): vscode.TextDocument | null {
    const shown = vscode.window.visibleTextEditors.map((editor) => editor.document).filter(isOfInterest);
    return shown.find((document) => document.uri.toString() === this.#memory.lastActive) ?? shown[0] ?? null;
  }

  #close(document: vscode.TextDocument): void {
    const entry = this.#open.get(document);
    entry?.subscription.dispose();
    entry?.live.dispose();
    this.#open.delete(document);
    if (document.isUntitled) this.#memory.forget(document.uri);
    if (this.#active !== document) return;
    this.#active = null;
    this.#follow(vscode.window.activeTextEditor ?? this.#lastFollowed());
    if (this.#active === null) this.#announceActive();
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
