/** Select Encoding: the encodings, each with what it makes of this text, and the models that read them. */
import * as vscode from "vscode";
import type { Lens } from "../../protocol/lens.ts";
import { countableText, countsByEncoding } from "../documents/countsByEncoding.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { isCancelled, reportError, signalOf } from "../errors.ts";
import { type Command, type CommandServices, target } from "./command.ts";
import { findTokenizers, type FoundTokenizer } from "../tokenizers/findTokenizers.ts";
import { openTokenizer } from "../tokenizers/openTokenizer.ts";
import { type EncodingItem, encodingItems } from "./encodingItems.ts";

export const selectEncoding: Command = {
  id: "tokenscope.selectEncoding",
  run: async (services) => {
    const lensed = target(services.lenses);
    const chosen = await pick(services, lensed);
    const encoding = chosen?.file === undefined ? chosen?.encoding : await openTokenizer(services, chosen.file);
    if (encoding !== undefined) services.lenses.change(lensed.document, { encoding });
  },
};

/** @returns undefined when the list was left without a choice */
function pick(services: CommandServices, lensed: LensedDocument): Promise<EncodingItem | undefined> {
  const current = lensed.lens.encoding;
  const list = vscode.window.createQuickPick<EncodingItem>();
  list.title = vscode.l10n.t("Select Encoding");
  list.placeholder = vscode.l10n.t("Type an encoding, or a model such as gpt-4o-mini");
  list.matchOnDescription = true;
  const text = countableText(lensed);
  const counts = text === undefined ? undefined : new Map<Lens["encoding"], number>();
  let files: readonly FoundTokenizer[] = [];
  const currentFile = services.tokenizerFiles.placeOf(current)?.uri;
  const items = (): EncodingItem[] => encodingItems({ current, typed: list.value, counts, files, currentFile });
  const show = (): void => {
    const active = list.activeItems[0]?.label;
    list.items = items();
    list.activeItems = list.items.filter(({ label }) => label === active);
  };
  show();
  list.activeItems = list.items.filter(({ encoding }) => encoding === current).slice(0, 1);
  void findTokenizers(services.platform).then((found) => {
    files = found;
    show();
  });
  const cancellation = new vscode.CancellationTokenSource();
  const signal = signalOf(cancellation.token);
  const count = async (): Promise<void> => {
    if (text === undefined) return;
    for await (const { encoding, tokenCount } of countsByEncoding(services.encodings, lensed, text, signal)) {
      counts?.set(encoding, tokenCount);
      show();
    }
  };
  void count().catch((error: unknown) => {
    if (!signal.aborted && !isCancelled(error)) reportError(services.log, vscode.l10n.t("Counting tokens"), error);
  });
  return new Promise((resolve) => {
    list.onDidChangeValue(() => {
      list.items = items();
    });
    list.onDidAccept(() => {
      const chosen = list.selectedItems[0];
      if (chosen?.encoding === undefined && chosen?.file === undefined) return; // a model without a public tokenizer: its row says so, and stays
      resolve(chosen);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      cancellation.cancel();
      cancellation.dispose();
      list.dispose();
    });
    list.show();
  });
}
