/**
 * The lens of every document of interest, with its live tokens, and which of them the views follow. All surfaces read from here and
 * change it here; each change is announced once, to all.
 */
import * as vscode from "vscode";
import { applyPatch, changeLens, type Lens, type LensPatch, mergePatches } from "../../lens/lens.ts";
import type { Notebooks } from "../notebooks/notebooks.ts";
import { affectsLens, isCountedFromStart, isOfInterest, lensFromSettings } from "../settings.ts";
import type { Encodings } from "./encodings.ts";
import { keepPlace, optionsOf, placeOfToken, tokenAtPlace } from "./lensChanges.ts";
import type { LensMemory } from "./lensMemory.ts";
import { LiveText, type LiveTextServices } from "./liveText.ts";
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

export class Lenses implements vscode.Disposable {
  readonly #texts: LiveTextServices;
  readonly #memory: LensMemory;
  readonly #notebooks: Notebooks;
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

  constructor(encodings: Encodings, memory: LensMemory, notebooks: Notebooks, log: vscode.LogOutputChannel) {
    this.#texts = { encodings, revisions: new Revisions(), log };
    this.#memory = memory;
    this.#notebooks = notebooks;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#activeChanged,
      vscode.workspace.onDidChangeTextDocument((event) => this.#open.get(event.document)?.live.accept(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
      encodings.onDidChange((ids) => {
        for (const entry of this.#open.values()) {
          if (!ids.includes(entry.lens.encoding)) continue;
          this.#readAgain(entry, entry.lens);
          this.#changed.fire(entry);
        }
      }),
      // A document that gets another language is closed and opened, and stays active.
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document === this.#active) this.#announceActive();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.#followEditor()),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.#followEditor()),
      // After a reload with the focus in a view, no editor becomes active: those that are shown come a little later than we do.
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#openColouredCells();
        if (this.#active === undefined) this.#follow(this.#lastFollowed());
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        // A copy: each change moves its document to the end of what is iterated.
        if (!affectsLens(event)) return;
        for (const document of Array.from(this.#open.keys())) this.change(document, {});
        this.#announceActive();
      }),
    );
    this.#followEditor();
    if (this.#active === undefined) this.#follow(this.#lastFollowed());
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
    this.#followEditor();
    this.#announceActive();
  }

  /** What a command is about: the text of the active editor, of a notebook its cells together; else what the views show. */
  get targetDocument(): vscode.TextDocument | undefined {
    const notebook = this.#notebooks.active;
    return (notebook && this.#notebooks.textOf(notebook)) ?? vscode.window.activeTextEditor?.document ?? this.#active;
  }

  /** To be awaited before `targetDocument` is asked: the text of a notebook that nobody looked at yet is opened. */
  async openTarget(): Promise<void> {
    const notebook = this.#notebooks.active;
    if (notebook !== undefined) this.#follow(await this.#notebooks.open(notebook));
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
    const changes = { ...this.#ofNotebook(document), ...this.#memory.recall(document.uri) };
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
      before.addSpecialTokens !== entry.lens.addSpecialTokens ||
      before.endOfLine !== entry.lens.endOfLine ||
      patch.scope !== undefined;
    if (textChanges) this.#readAgain(entry, before);
    this.#remember(entry);
    this.#changed.fire(entry);
    for (const cell of this.#notebooks.cellsOf(document)) if (this.#open.has(cell)) this.change(cell, optionsOf(patch));
    if (patch.colours === true) this.#openColouredCells();
    return entry;
  }

  dispose(): void {
    for (const document of Array.from(this.#open.keys())) this.#drop(document);
    this.#subscriptions.dispose();
  }

  /** Begins the document's tokens anew. @param before the lens that they were of */
  #readAgain(entry: Entry, { selectedToken }: Lens): void {
    entry.place = selectedToken === null ? undefined : (placeOfToken(entry.live, selectedToken) ?? entry.place);
    entry.subscription.dispose();
    entry.live.dispose();
    Object.assign(entry, this.#watch(entry.document, entry.lens));
    const { live } = entry;
    void live.settled.then(() => this.#reselect(live));
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

  /** After the same text became other tokens: the token at the same place is selected. */
  #reselect(live: LiveText): void {
    const text = live.ready?.text;
    const entry = this.#open.get(live.document);
    if (text === undefined || entry === undefined || entry.live !== live) return;
    const { place } = entry;
    entry.place = undefined;
    this.change(live.document, { selectedToken: place === undefined ? null : tokenAtPlace(live.base, text, place) });
  }

  /** A cell is looked at as its notebook's text is; as a part of it, it has no start and end of its own. */
  #ofNotebook(document: vscode.TextDocument): LensPatch {
    const notebook = this.#notebooks.isText(document) ? undefined : this.#notebooks.notebookOf(document);
    const text = notebook && this.#notebooks.textOf(notebook);
    return notebook === undefined ? {} : { ...optionsOf((text && this.#open.get(text))?.changes ?? {}), addSpecialTokens: false };
  }

  /** Cells that come into sight are tokenized when their notebook has its colours on. */
  #openColouredCells(): void {
    for (const { document } of vscode.window.visibleTextEditors)
      if (!this.#open.has(document) && this.#ofNotebook(document).colours === true) this.#changed.fire(this.open(document));
  }

  /** The active editor, or the text of the active notebook: it comes a little later where it was not open. */
  #followEditor(): void {
    const notebook = this.#notebooks.active;
    if (notebook === undefined) return this.#follow(vscode.window.activeTextEditor?.document);
    if (!this.#followsAll && !notebook.getCells().some(({ document }) => isCountedFromStart(document))) return;
    this.#notebooks.open(notebook).then(
      (text) => {
        if (this.#notebooks.active === notebook) this.#follow(text);
      },
      (error: unknown) => this.#log.error(`Opening the text of ${notebook.uri.toString()}: ${String(error)}`),
    );
  }

  #follow(document: vscode.TextDocument | undefined): void {
    if (document === undefined || !isOfInterest(document) || document === this.#active) return;
    this.#active = document;
    this.#memory.lastActive = document.uri.toString();
    this.#announceActive();
  }

  #announceActive(): void {
    const document = this.#active;
    if (document !== undefined && (this.#followsAll || this.#notebooks.isText(document) || isCountedFromStart(document)))
      this.open(document);
    this.#activeChanged.fire(this.active);
  }

  #lastFollowed(): vscode.TextDocument | undefined {
    const shown = vscode.window.visibleTextEditors
      .map((editor) => editor.document)
      .filter((document) => isOfInterest(document) && this.#notebooks.notebookOf(document) === undefined);
    return shown.find((document) => document.uri.toString() === this.#memory.lastActive) ?? shown[0];
  }

  #close(document: vscode.TextDocument): void {
    this.#drop(document);
    if (document.isUntitled) this.#memory.forget(document.uri);
    if (this.#active !== document) return;
    this.#active = undefined;
    this.#followEditor();
    if (this.#active === undefined) this.#follow(this.#lastFollowed());
    if (this.#active === undefined) this.#announceActive();
  }

  #letGo(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document));
    let surplus = this.#open.size - keptInBackground;
    for (const document of this.#open.keys()) {
      if (surplus-- <= 0) return;
      if (visible.has(document) || document === this.#active) continue;
      this.#drop(document);
    }
  }

  #drop(document: vscode.TextDocument): void {
    const entry = this.#open.get(document);
    entry?.subscription.dispose();
    entry?.live.dispose();
    this.#open.delete(document);
  }
}
