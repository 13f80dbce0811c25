/** What every command has: the services it works with, and its target. */
import * as v from "valibot";
import * as vscode from "vscode";
import { addressSchema } from "../address.ts";
import type { ChatDocuments } from "../chat/chatDocuments.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import type { ReadyTokens } from "../documents/readyTokens.ts";
import { offsetAt } from "../documents/pipelineText.ts";
import type { Cursor } from "../editor/cursor.ts";
import { signalOf, UserError } from "../errors.ts";
import type { FolderCounts } from "../folderCounts/folderCounts.ts";
import type { FolderCountsView } from "../folderCounts/folderCountsView.ts";
import type { Notebooks } from "../notebooks/notebooks.ts";
import type { Platform } from "../platform/platform.ts";
import type { TokenizerFiles } from "../tokenizers/tokenizerFiles.ts";
import type { Weights } from "../weights/weights.ts";
import type { TokenizedFileEditors } from "../tokenizedFile/tokenizedFileEditor.ts";
import { showSample } from "./sample/sampleText.ts";
import type { TokenViewPanel } from "../panels/tokenView.ts";
import type { Encodings } from "../documents/encodings.ts";

export interface CommandServices {
  readonly platform: Platform;
  readonly weights: Weights;
  readonly extensionUri: vscode.Uri;
  readonly encodings: Encodings;
  readonly tokenizerFiles: TokenizerFiles;
  readonly lenses: Lenses;
  readonly notebooks: Notebooks;
  readonly chats: ChatDocuments;
  readonly cursor: Cursor;
  readonly tokenView: TokenViewPanel;
  readonly tokenizedFiles: TokenizedFileEditors;
  readonly folderCounts: FolderCounts;
  readonly folderCountsView: FolderCountsView;
  readonly log: vscode.LogOutputChannel;
}

/** Commands by id. Their titles are the manifest's, in the user's language. */
export interface Command {
  readonly id: string;
  /** @param selection what the explorer's menu hands over besides: all that is selected there */
  readonly run: (services: CommandServices, argument: unknown, selection?: unknown) => Promise<void> | void;
}

/** What links of ours (in hovers) hand to a command. Other callers, as menus, hand other things: these are passed over. */
const linkSchema = v.object({ uri: addressSchema, index: v.pipe(v.number(), v.integer(), v.minValue(0)) });
export type TokenLink = v.InferOutput<typeof linkSchema>;

export function tokenLink(argument: unknown): TokenLink | undefined {
  const checked = v.safeParse(linkSchema, argument);
  return checked.success ? checked.output : undefined;
}

/** The explorer hands the item under the mouse, and all that are selected when it is one of them. */
export function chosenUris(clicked: vscode.Uri, selection: unknown): readonly vscode.Uri[] {
  const selected = Array.isArray(selection) ? selection.filter((item) => item instanceof vscode.Uri) : [];
  return selected.length > 0 ? selected : [clicked];
}

const orSampleSchema = v.object({ orSample: v.literal(true) });

/** A link of the walkthrough, which no text may stand beside: opens the sample where there is nothing to look at. */
export async function openSampleIfAsked({ lenses, extensionUri }: CommandServices, argument: unknown): Promise<void> {
  if (v.is(orSampleSchema, argument) && !isInTab(lenses.targetDocument)) await showSample(extensionUri, "sample.md");
}

/** VS Code keeps a document for a while after its last tab was closed. */
const isInTab = (document: vscode.TextDocument | undefined): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(
      ({ input }) =>
        input instanceof vscode.TabInputNotebook ||
        (input instanceof vscode.TabInputText && input.uri.toString() === document?.uri.toString()),
    ),
  );

/** The document the command is about. @throws UserError when there is none */
export function target(lenses: Lenses): LensedDocument {
  const document = lenses.targetDocument;
  if (document === undefined) throw new UserError(vscode.l10n.t("There is no text to look at. Open a file, then run the command again."));
  return lenses.open(document);
}

/** The target's tokens, when they are there; a long first pass shows its progress and can be cancelled. */
export async function targetTokens(lenses: Lenses, document: vscode.TextDocument): Promise<{ lensed: LensedDocument; ready: ReadyTokens }> {
  const { live } = lenses.open(document);
  if (live.tokens.kind === "tokenizing") {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Tokenizing"), cancellable: true },
      async (progress, token) => {
        let done = 0;
        const subscription = live.onDidChange(() => {
          if (live.tokens.kind !== "tokenizing") return;
          progress.report({ increment: 100 * (live.tokens.done - done) });
          done = live.tokens.done;
        });
        const signal = signalOf(token);
        const cancelled = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new vscode.CancellationError())));
        try {
          await Promise.race([live.settled, cancelled]);
        } finally {
          subscription.dispose();
        }
      },
    );
  }
  const lensed = lenses.open(document);
  const { tokens } = lensed.live;
  if (tokens.kind === "failed") throw new Error(tokens.message);
  if (tokens.kind !== "ready") throw new vscode.CancellationError();
  return { lensed, ready: tokens };
}

/** The lens looks at the selection if there is one, else at the document. */
export function scopeToSelection(lenses: Lenses, { document, lens, live }: LensedDocument): void {
  const selection = vscode.window.activeTextEditor?.document === document ? vscode.window.activeTextEditor.selection : undefined;
  if (selection === undefined) return;
  // A selection that shows a token (we made it, or a double click did) is no part to look at by itself.
  if (selection.isEmpty || showsSelectedToken(document, lens, live, selection)) {
    if (live.scope !== null && selection.isEmpty) lenses.change(document, { scope: null });
    return;
  }
  const scope = { from: offsetAt(document, selection.start, lens.endOfLine), to: offsetAt(document, selection.end, lens.endOfLine) };
  lenses.change(document, { scope, selectedToken: null, selectedWindow: 0 });
}

function showsSelectedToken(
  document: vscode.TextDocument,
  lens: LensedDocument["lens"],
  live: LensedDocument["live"],
  selection: vscode.Selection,
): boolean {
  const text = live.ready?.text;
  if (text === undefined || lens.selectedToken === null || lens.selectedToken >= text.tokenCount) return false;
  const token = text.tokenAt(lens.selectedToken);
  return (
    offsetAt(document, selection.start, lens.endOfLine) === live.base + token.from &&
    offsetAt(document, selection.end, lens.endOfLine) === live.base + token.to
  );
}
