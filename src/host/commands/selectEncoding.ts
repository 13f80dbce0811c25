/** Select Encoding: the six encodings, each with what it makes of this text. */
import * as vscode from "vscode";
import { encodingNames } from "../../core/tokens/encoding.ts";
import { type TokenizedText, tokenizeTextSteps } from "../../core/tokens/document/tokenizedText.ts";
import type { Lens } from "../../protocol/lens.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { isCancelled, reportError, signalOf } from "../errors.ts";
import { runSliced } from "../slices.ts";
import { type Command, type CommandServices, target } from "./command.ts";

/** Longer texts are not encoded six times only to show counts in a list. Code units. */
const longestCounted = 5_000_000;

const usedBy: Readonly<Record<Lens["encoding"], string>> = {
  gpt2: "GPT-2",
  r50k_base: "GPT-3 davinci",
  p50k_base: "Codex, text-davinci-003",
  p50k_edit: "text-davinci-edit-001",
  cl100k_base: "GPT-3.5, GPT-4",
  o200k_base: "GPT-4o, o1, GPT-5",
};

interface Item extends vscode.QuickPickItem {
  readonly encoding: Lens["encoding"];
}

export const selectEncoding: Command = {
  id: "tokenscope.selectEncoding",
  run: async (services) => {
    const lensed = target(services.lenses);
    const chosen = await pick(services, lensed);
    if (chosen !== null) services.lenses.change(lensed.document, { encoding: chosen });
  },
};

function pick(services: CommandServices, lensed: LensedDocument): Promise<Lens["encoding"] | null> {
  const { lens } = lensed;
  const list = vscode.window.createQuickPick<Item>();
  list.title = vscode.l10n.t("Select Encoding");
  list.placeholder = vscode.l10n.t("The encoding decides which tokens a text becomes");
  list.matchOnDescription = true;
  const isCounted = countableText(lensed) !== null;
  const items: Item[] = encodingNames.map((encoding) => ({
    encoding,
    label: encoding === lens.encoding ? `$(check) ${encoding}` : encoding,
    description: usedBy[encoding],
    detail: isCounted ? "…" : "", // holds the count's line, so that no row moves under the mouse when the count comes
  }));
  list.items = items;
  list.activeItems = items.filter(({ encoding }) => encoding === lens.encoding);
  const cancellation = new vscode.CancellationTokenSource();
  const signal = signalOf(cancellation.token);
  void showCounts(list, items, services, lensed, signal).catch((error: unknown) => {
    if (!signal.aborted && !isCancelled(error)) reportError(services.log, "Counting tokens", error);
  });
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.encoding ?? null);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(null);
      cancellation.cancel();
      cancellation.dispose();
      list.dispose();
    });
    list.show();
  });
}

/** The text, when it is there and short enough to be counted in every encoding. */
function countableText({ live }: LensedDocument): TokenizedText | null {
  const text = live.ready?.text;
  return text === undefined || text.length > longestCounted ? null : text;
}

/** Adds to each item how many tokens this text has in its encoding, one after the other. */
async function showCounts(
  list: vscode.QuickPick<Item>,
  items: readonly Item[],
  { encodings }: CommandServices,
  lensed: LensedDocument,
  signal: AbortSignal,
): Promise<void> {
  const { lens } = lensed;
  const text = countableText(lensed);
  if (text === null) return;
  const source = text.slice(0, text.length);
  let shown = items;
  for (const { encoding: name } of items) {
    const encoding = await encodings.get(name);
    const tokens: TokenizedText =
      name === lens.encoding ? text : await runSliced(tokenizeTextSteps(encoding, source, lens.specialTokens), signal);
    signal.throwIfAborted();
    const count = vscode.l10n.t("{0} tokens", tokens.tokenCount.toLocaleString(vscode.env.language));
    shown = shown.map((item) => (item.encoding === name ? { ...item, detail: count } : item));
    const active = list.activeItems[0]?.encoding;
    list.items = shown;
    list.activeItems = shown.filter((item) => item.encoding === active);
  }
}
