/** Chats as their models receive them: a read-only document for each file of messages, rendered again when that changes, with the tokens of each
 *  message above it. It is a text as any other, so every surface shows its tokens. */
import { errorText } from "../said.ts";
import * as vscode from "vscode";
import { tokensOfAnswer, tokensPerMessage } from "../../core/chat/builtInTemplates.ts";
import { ChatError, type ChatMessage, readMessages, textOf } from "../../core/chat/readMessages.ts";
import type { RenderedChat } from "../../core/chat/renderChat.ts";
import type { Encoding } from "../../core/tokens/encoding.ts";
import type { Encodings } from "../documents/encodings.ts";
import type { Lenses } from "../documents/lenses.ts";
import type { ReadyTokens } from "../documents/readyTokens.ts";
import { UserError } from "../errors.ts";
import { nameOf } from "../names.ts";
import type { Platform } from "../platform/platform.ts";
import { type ChosenTemplate, templateFor } from "./chatTemplates.ts";
import { renderElsewhere } from "./renderElsewhere.ts";

export const chatScheme = "tokenscope-chat";

interface ChatServices {
  readonly platform: Platform;
  readonly extensionUri: vscode.Uri;
  readonly encodings: Encodings;
  readonly lenses: Lenses;
}

interface Shown extends ChosenTemplate {
  readonly rendered: RenderedChat;
}

export class ChatDocuments implements vscode.Disposable, vscode.TextDocumentContentProvider, vscode.CodeLensProvider {
  readonly #services: ChatServices;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #countsChanged = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  /** By the rendered document's URI. */
  readonly #shown = new Map<string, Shown>();
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeCodeLenses = this.#countsChanged.event;

  constructor(services: ChatServices) {
    this.#services = services;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#countsChanged,
      vscode.workspace.registerTextDocumentContentProvider(chatScheme, this),
      vscode.languages.registerCodeLensProvider({ scheme: chatScheme }, this),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const uri = chatUri(document.uri);
        if (this.#shown.has(uri.toString())) this.#changed.fire(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString())),
      services.lenses.onDidChange(({ document }) => {
        if (document.uri.scheme === chatScheme) this.#countsChanged.fire();
      }),
    );
  }

  /** Shows a document's messages as the model of its encoding receives them. @throws UserError saying what is not followed */
  async show(document: vscode.TextDocument): Promise<void> {
    const { lenses } = this.#services;
    const { encoding } = lenses.open(document).lens;
    const uri = chatUri(document.uri);
    await this.#render(uri);
    this.#changed.fire(uri); // it may be open, under another encoding
    const chat = await vscode.workspace.openTextDocument(uri);
    lenses.change(chat, { encoding, specialTokens: "allow", addSpecialTokens: false, scope: null }); // the template writes them itself
    await vscode.window.showTextDocument(chat, { preview: false });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      return (await this.#render(uri)).rendered.text;
    } catch (error) {
      const known = this.#shown.get(uri.toString());
      if (known !== undefined) return known.rendered.text; // while the messages are typed they are often no JSON
      throw error;
    }
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const shown = this.#shown.get(document.uri.toString());
    if (shown === undefined) return [];
    const { live } = this.#services.lenses.open(document);
    await live.settled;
    return live.ready === undefined ? [] : lensesOf(document, shown, live.ready);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #render(uri: vscode.Uri): Promise<Shown> {
    const { platform, extensionUri, encodings, lenses } = this.#services;
    const source = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri.query, true));
    try {
      const encoding = await encodings.get(lenses.open(source).lens.encoding);
      const chosen = await templateFor(encoding, readMessages(source.getText()));
      const rendered = await renderElsewhere(platform, extensionUri, chosen);
      const shown = { ...chosen, rendered };
      this.#shown.set(uri.toString(), shown);
      return shown;
    } catch (error) {
      if (error instanceof ChatError) throw new UserError(`${nameOf(source.uri)}: ${errorText(error)}`);
      throw error;
    }
  }
}

const chatUri = (source: vscode.Uri): vscode.Uri =>
  vscode.Uri.from({
    scheme: chatScheme,
    path: `/${vscode.l10n.t("{0} as the model receives it", nameOf(source))}`,
    query: source.toString(),
  });

/** One above the text for all of it, and one above each message. */
function lensesOf(document: vscode.TextDocument, shown: Shown, { text, encoding }: ReadyTokens): vscode.CodeLens[] {
  const { messages } = shown.chat;
  const isEstimate = shown.kind === "counted";
  const tokensAt = (unit: number): number => (unit >= text.length ? text.tokenCount : text.tokenIndexAt(unit));
  const counts = messages.map((message, index) => countOf(message, index, shown, encoding, tokensAt));
  const all = isEstimate ? counts.reduce<number>((sum, { tokens }) => sum + (tokens ?? 0), tokensOfAnswer) : text.tokenCount;
  const lenses = [lensAt(document, 0, summary(shown, messages.length, all))];
  for (const [index, { from, tokens }] of counts.entries()) {
    if (tokens === undefined) continue; // the template writes it otherwise when others follow: where it ends is not known
    lenses.push(lensAt(document, from, `${messages[index]?.role.slice(0, 30)} · ${countText(tokens, isEstimate)}`));
  }
  return lenses;
}

function countOf(
  message: ChatMessage,
  index: number,
  { kind, rendered: { messageEnds } }: Shown,
  encoding: Encoding,
  tokensAt: (unit: number) => number,
): { readonly from: number; readonly tokens: number | undefined } {
  const from = index === 0 ? 0 : messageEnds[index - 1];
  const to = messageEnds[index];
  if (from === undefined || to === undefined) return { from: from ?? 0, tokens: undefined };
  if (kind !== "counted") return { from, tokens: tokensAt(to) - tokensAt(from) };
  const tokens = tokensPerMessage + encoding.countTokens(message.role, "text") + encoding.countTokens(textOf(message, index), "text");
  return { from, tokens };
}

const lensAt = (document: vscode.TextDocument, unit: number, title: string): vscode.CodeLens => {
  const place = document.positionAt(unit);
  return new vscode.CodeLens(new vscode.Range(place, place), { title, command: "" });
};

function countText(tokens: number, isEstimate: boolean): string {
  const count = tokens.toLocaleString(vscode.env.language);
  return isEstimate ? vscode.l10n.t("about {0} tokens", count) : vscode.l10n.t("{0} tokens", count);
}

function summary({ kind, name, rendered }: Shown, messageCount: number, tokens: number): string {
  const counts = `${vscode.l10n.t("{0} messages", messageCount)} · ${countText(tokens, kind === "counted")}`;
  const breaks = rendered.text.includes("\r") ? ` · ${vscode.l10n.t("line breaks shown as \\n")}` : "";
  if (kind === "exact") return `${counts} · ${vscode.l10n.t("as the template beside {0} writes them", name)}${breaks}`;
  if (kind === "markers")
    return `${counts} · ${vscode.l10n.t("as {0} writes them; an estimate: what a service adds is not known", name)}${breaks}`;
  return `${counts} · ${vscode.l10n.t("an estimate, {0} tokens a message: {1} is shown, whose markers are no tokens of this encoding", tokensPerMessage, name)}${breaks}`;
}
