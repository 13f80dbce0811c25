/** What the status bar's count says when it is pointed at: sizes, line breaks as counted, and the share of the context window. */
import * as vscode from "vscode";
import { labelWithAdded } from "../documents/encodingLabel.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { inMarkdown } from "../literal.ts";

/** Sizes of a text, or of the selected part of it. */
export interface TextSizes {
  readonly tokenCount: number;
  /** UTF-16 code units, as the editor counts. */
  readonly length: number;
  readonly byteLength: number;
}

export interface ContextShare {
  readonly tokenCount: number;
  /** Tokens that the model takes: `tokenscope.contextWindow`. */
  readonly contextWindow: number;
}

export const number = (value: number): string => value.toLocaleString(vscode.env.language);

export const counted = (count: number): string => (count === 1 ? vscode.l10n.t("1 token") : vscode.l10n.t("{0} tokens", number(count)));

/** "12,450 of 128,000" */
export const shareText = ({ tokenCount, contextWindow }: ContextShare): string =>
  vscode.l10n.t("{0} of {1}", number(tokenCount), number(contextWindow));

/** @param selected sizes of what is selected; undefined: nothing is  @param contextWindow undefined: none was chosen */
export function statusTooltip(
  lensed: LensedDocument,
  whole: TextSizes,
  selected: TextSizes | undefined,
  contextWindow: number | undefined,
): vscode.MarkdownString {
  const { document, lens, live } = lensed;
  const tooltip = new vscode.MarkdownString("", true);
  tooltip.isTrusted = { enabledCommands: ["tokenscope.selectEncoding", "workbench.action.openSettings"] };
  const lines: string[] = [];
  if (selected !== undefined) lines.push(`${vscode.l10n.t("Selected")}: ${sizes(selected)}`);
  const name = live.scope === null ? vscode.l10n.t("Document") : vscode.l10n.t("Part looked at");
  lines.push(`${name}: ${sizes(whole)} · ${inMarkdown(labelWithAdded(lensed))}`);
  const breaks = document.lineCount - 1;
  if (live.scope === null && breaks > 0) lines.push(lineBreaks(breaks, lens.endOfLine, document.eol));
  if (contextWindow !== undefined) {
    const { tokenCount } = selected ?? whole;
    const percent = (100 * tokenCount) / contextWindow;
    const share = percent.toLocaleString(vscode.env.language, { maximumFractionDigits: percent < 10 ? 1 : 0 });
    lines.push(`${vscode.l10n.t("Context window")}: ${shareText({ tokenCount, contextWindow })} (${share} %)`);
  }
  const links = [
    link(vscode.l10n.t("Count in every encoding"), "tokenscope.selectEncoding", []),
    link(vscode.l10n.t("Context window…"), "workbench.action.openSettings", ["tokenscope.contextWindow"]),
  ];
  tooltip.appendMarkdown([...lines, links.join(" · ")].join("  \n"));
  return tooltip;
}

function sizes({ tokenCount, length, byteLength }: TextSizes): string {
  const parts = [
    counted(tokenCount),
    length === 1 ? vscode.l10n.t("1 character") : vscode.l10n.t("{0} characters", number(length)),
    byteLength === 1 ? vscode.l10n.t("1 byte") : vscode.l10n.t("{0} bytes", number(byteLength)),
  ];
  if (tokenCount > 0) parts.push(vscode.l10n.t("{0} characters per token", (length / tokenCount).toFixed(2)));
  return parts.join(" · ");
}

function lineBreaks(count: number, endOfLine: LensedDocument["lens"]["endOfLine"], eol: vscode.EndOfLine): string {
  const counted = count === 1 ? vscode.l10n.t("1 line break") : vscode.l10n.t("{0} line breaks", number(count));
  if (eol === vscode.EndOfLine.LF) return `${counted} · \`\\n\``;
  return endOfLine === "lf"
    ? vscode.l10n.t("{0}, each counted as {1}, not as the {2} of the document", counted, "`\\n`", "`\\r\\n`")
    : `${counted} · \`\\r\\n\``;
}

const link = (title: string, command: string, args: readonly unknown[]): string =>
  `[${title}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
