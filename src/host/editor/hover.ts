/** The hover: the tokens under the mouse, in four lines at most, with links to where they are seen whole. */
import * as vscode from "vscode";
import { labelWithAdded } from "../documents/encodingLabel.ts";
import type { Span } from "../../lens/answers.ts";
import type { TokenDescription } from "../../lens/describeToken.ts";
import { spacedHex, type TokenText } from "../../lens/tokenText.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { offsetAt, rangeAt } from "../documents/pipelineText.ts";
import type { OpenViews } from "../panels/openViews.ts";
import { setting } from "../settings.ts";
import { visibleText } from "../../core/text/visibleText.ts";
import { inMarkdown } from "../literal.ts";

/** One character may be split over several tokens; more than this many are only counted. */
const mostDescribed = 4;
/** A long word has many; all of them are in the token view. */
const mostMerges = 12;

/** For every document, after the hovers of language extensions: a selector of all languages has the lowest score, and VS Code shows the
 *  highest first. */
export function registerHover(lenses: Lenses, openViews: OpenViews): vscode.Disposable {
  return vscode.languages.registerHoverProvider("*", {
    provideHover: (document, position, token) =>
      isWanted(lenses, openViews, document) ? provideHover(lenses, document, position, token) : null,
  });
}

function isWanted(lenses: Lenses, openViews: OpenViews, document: vscode.TextDocument): boolean {
  const wanted = setting("hover", document);
  switch (wanted) {
    case "off":
      return false;
    case "always":
      return true;
    case "withViewOrColours":
      return openViews.isAny || lenses.peek(document)?.lens.colours === true;
    default:
      return wanted satisfies never;
  }
}

async function provideHover(
  lenses: Lenses,
  document: vscode.TextDocument,
  position: vscode.Position,
  cancellation: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const lensed = lenses.open(document);
  const { live } = lensed;
  if (live.tokens.kind === "tokenizing" && !isLarge(document)) await live.settled;
  if (cancellation.isCancellationRequested) return undefined;
  if (live.tokens.kind === "tokenizing")
    return new vscode.Hover(vscode.l10n.t("Tokenscope: tokenizing, {0} %", Math.floor(100 * live.tokens.done)));
  return hoverAt(lenses.open(document), position);
}

/** Tokenized so soon that a hover can wait for it. */
const isLarge = (document: vscode.TextDocument): boolean => document.lineCount > 20_000;

/** The tokens whose bytes are part of the character at the position. Undefined: nothing is there, or it is outside the scope. */
async function hoverAt(lensed: LensedDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
  const { document, lens, live } = lensed;
  const { ready } = live;
  if (ready === undefined) return undefined;
  const { service, text } = ready;
  const offset = offsetAt(document, position, lens.endOfLine) - live.base;
  if (offset < 0 || offset >= text.length) return undefined;
  const touching = text.tokensTouching(offset, offset + 1);
  const last = Math.min(touching.to, touching.from + mostDescribed);
  const tokens: TokenDescription[] = [];
  for (let index = touching.from; index < last; index++) {
    const token = await service.describe(index, lens.windows);
    if (token !== undefined) tokens.push(token);
  }
  const from = text.tokenAt(touching.from).from;
  const to = text.tokenAt(touching.to - 1).to;
  const range = rangeAt(document, live.base + from, live.base + Math.max(to, from), lens.endOfLine);
  const shared = tokens.length > 1 ? text.slice(from, to) : undefined;
  return new vscode.Hover(hoverText(lensed, { tokens, tokenCount: text.tokenCount, more: touching.to - last, shared }), range);
}

interface Hovered {
  readonly tokens: readonly TokenDescription[];
  readonly tokenCount: number;
  /** Tokens that are not described. */
  readonly more: number;
  /** The text that several tokens make together: each of them holds only a part of a character. */
  readonly shared: string | undefined;
}

/** Text as text, bytes as hex in brackets. */
const said = (text: TokenText): string => ("text" in text ? visibleText(text.text) : `[${spacedHex(text.bytes)}]`);

function hoverText(lensed: LensedDocument, { tokens, tokenCount, more, shared }: Hovered): vscode.MarkdownString {
  const { document } = lensed;
  const hover = new vscode.MarkdownString("", true);
  hover.isTrusted = { enabledCommands: ["tokenscope.showTokenIds", "tokenscope.openEmbeddingInspector"] };
  const number = (value: number): string => value.toLocaleString(vscode.env.language);
  if (shared !== undefined) {
    line(hover, () => {
      hover.appendText(visibleText(shared));
      hover.appendMarkdown(` ${vscode.l10n.t("in {0} tokens", number(tokens.length + more))}`);
    });
  }
  for (const token of tokens) {
    line(hover, () => {
      // Text goes in by appendText only, which escapes it: a document can't write into its own hover.
      hover.appendText(said(token.text));
      hover.appendMarkdown(
        ` **${token.id}** · ${vscode.l10n.t("token {0} of {1}", number(token.index), number(tokenCount))} · ${inMarkdown(labelWithAdded(lensed))}`,
      );
      if (tokens.length > 1) hover.appendMarkdown(` · \`${spacedHex(token.bytes)}\``);
    });
  }
  if (more > 0) line(hover, () => hover.appendMarkdown(vscode.l10n.t("… and {0} more", number(more))));
  const [token] = tokens;
  if (token === undefined) return hover;
  if (tokens.length === 1) {
    line(hover, () => {
      hover.appendMarkdown(`${vscode.l10n.t("bytes")} \`${spacedHex(token.bytes)}\` · `);
      hover.appendMarkdown(token.merges.length === 0 ? vscode.l10n.t("no merges") : vscode.l10n.t("merges"));
      for (const [step, { left, right }] of token.merges.slice(0, mostMerges).entries()) {
        hover.appendMarkdown(step === 0 ? " " : ", ");
        hover.appendText(`${said(left)}+${said(right)}`);
      }
      if (token.merges.length > mostMerges) hover.appendMarkdown(", …");
    });
  }
  line(hover, () => {
    hover.appendMarkdown(
      `${vscode.l10n.t("input in {0}", windows(token.inputWindows))} · ${vscode.l10n.t("target in {0}", windows(token.targetWindows))}`,
    );
  });
  const link = (title: string, command: string): string =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([{ uri: document.uri.toString(), index: token.index }]))})`;
  line(hover, () => {
    hover.appendMarkdown(
      `${link(vscode.l10n.t("Show in token view"), "tokenscope.showTokenIds")} · ${link(vscode.l10n.t("Show embedding"), "tokenscope.openEmbeddingInspector")}`,
    );
  });
  return hover;
}

function line(hover: vscode.MarkdownString, write: () => void): void {
  if (hover.value !== "") hover.appendMarkdown("  \n");
  write();
}

function windows({ from, to }: Span): string {
  if (from === to) return vscode.l10n.t("no window");
  return to - from === 1 ? vscode.l10n.t("window {0}", from) : vscode.l10n.t("windows {0}–{1}", from, to - 1);
}
