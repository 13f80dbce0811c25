/** A hint (three dots below the text, a sentence when it is pointed at) where a text holds chat markers that its encoding does not have. */
import * as vscode from "vscode";
import { encodingLabel } from "../documents/encodingLabel.ts";
import { chatMarkerSteps } from "../../core/tokens/chatMarkers.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { rangeAt } from "../documents/pipelineText.ts";
import { isCancelled } from "../errors.ts";
import { runSliced } from "../slices.ts";

const mostShown = 100;
/** The text is searched when it has not changed for so long, in ms. */
const quietMs = 300;

export class ChatMarkerHints implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("tokenscope-chat-markers");
  readonly #lenses: Lenses;
  readonly #log: vscode.LogOutputChannel;
  readonly #searches = new Map<vscode.TextDocument, AbortController>();
  readonly #subscriptions: vscode.Disposable;

  constructor(lenses: Lenses, log: vscode.LogOutputChannel) {
    this.#lenses = lenses;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      lenses.onDidChange(({ document }) => this.#searchSoon(document)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#searches.get(document)?.abort();
        this.#searches.delete(document);
        this.#collection.delete(document.uri);
      }),
    );
  }

  dispose(): void {
    for (const search of this.#searches.values()) search.abort();
    this.#subscriptions.dispose();
  }

  #searchSoon(document: vscode.TextDocument): void {
    this.#searches.get(document)?.abort();
    const search = new AbortController();
    this.#searches.set(document, search);
    const timer = setTimeout(() => {
      const lensed = this.#lenses.peek(document);
      if (lensed === undefined) return;
      this.#search(lensed, search.signal).catch((error: unknown) => {
        if (!isCancelled(error)) this.#log.error(`Looking for chat markers: ${String(error)}`);
      });
    }, quietMs);
    search.signal.addEventListener("abort", () => clearTimeout(timer));
  }

  async #search({ document, lens, live }: LensedDocument, signal: AbortSignal): Promise<void> {
    const ready = live.ready;
    if (ready === undefined) return;
    const parts = ready.text.chunks.map(({ text }) => text);
    const markers = await runSliced(chatMarkerSteps(parts, ready.encoding.vocabulary.specialTokens.tokens, mostShown), signal);
    if (document.isClosed) return;
    const hints = markers.map(({ marker, from, to }) => {
      const hint = new vscode.Diagnostic(
        rangeAt(document, live.base + from, live.base + to, lens.endOfLine),
        vscode.l10n.t(
          '"{0}" looks like a marker of a chat template. {1} has no such special token: it is counted as the ordinary text it is written with.',
          marker,
          encodingLabel({ lens, live }),
        ),
        vscode.DiagnosticSeverity.Hint,
      );
      hint.source = "Tokenscope";
      hint.code = "chatMarker";
      return hint;
    });
    if (hints.length > 0 || this.#collection.has(document.uri)) this.#collection.set(document.uri, hints);
  }
}
