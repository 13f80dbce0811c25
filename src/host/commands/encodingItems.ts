/** The rows of Select Encoding: the encodings, the models people know them by, and what is typed where that is a model too. */
import * as vscode from "vscode";
import { encodingNames, isEncodingName } from "../../core/tokens/encoding.ts";
import { listedModels, modelsWithoutTokenizer, tokenizerOfModel } from "../../core/tokens/models.ts";
import type { Lens } from "../../protocol/lens.ts";

type EncodingName = Lens["encoding"];

export interface EncodingItem extends vscode.QuickPickItem {
  /** Undefined: a heading, or a model without a public tokenizer; choosing it changes nothing. */
  readonly encoding: EncodingName | undefined;
}

const usedBy: Readonly<Record<EncodingName, string>> = {
  gpt2: "GPT-2",
  r50k_base: "GPT-3 davinci",
  p50k_base: "Codex, text-davinci-003",
  p50k_edit: "text-davinci-edit-001",
  cl100k_base: "GPT-3.5, GPT-4",
  o200k_base: "GPT-4o, o1, GPT-5",
};

export interface Shown {
  readonly current: EncodingName;
  /** What is typed in the list's field. */
  readonly typed: string;
  /** Token counts as far as they are known; undefined: this text is not counted. */
  readonly counts: ReadonlyMap<EncodingName, number> | undefined;
}

export function encodingItems({ current, typed, counts }: Shown): EncodingItem[] {
  const counted = (encoding: EncodingName): string => {
    const count = counts?.get(encoding);
    return count === undefined ? "" : vscode.l10n.t("{0} tokens", count.toLocaleString(vscode.env.language));
  };
  const encodings = encodingNames.map((encoding) => ({
    encoding,
    label: encoding === current ? `$(check) ${encoding}` : encoding,
    description: usedBy[encoding],
    // Holds the count's line, so that no row moves under the mouse when the count comes.
    detail: counts === undefined ? "" : counted(encoding) || "…",
  }));
  const models = listedModels.flatMap(({ name, encoding }) =>
    isEncodingName(encoding) ? [modelItem(name, encoding, counted(encoding))] : [],
  );
  const closed = modelsWithoutTokenizer.map(({ family, maker }) => closedItem(family, maker));
  return [...typedItems(typed, counted), ...encodings, heading(vscode.l10n.t("Models")), ...models, ...closed];
}

/** A row for a model that is typed and not listed. */
function typedItems(typed: string, counted: (encoding: EncodingName) => string): EncodingItem[] {
  const name = typed.trim();
  if (listedModels.some((model) => model.name === name)) return [];
  const tokenizer = tokenizerOfModel(name);
  if (tokenizer.kind === "notPublic") return [{ ...closedItem(tokenizer.family, tokenizer.maker), label: name, alwaysShow: true }];
  if (tokenizer.kind === "unknown" || !isEncodingName(tokenizer.encoding)) return [];
  return [{ ...modelItem(name, tokenizer.encoding, counted(tokenizer.encoding)), alwaysShow: true }];
}

const heading = (label: string): EncodingItem => ({ label, kind: vscode.QuickPickItemKind.Separator, encoding: undefined });

const modelItem = (label: string, encoding: EncodingName, count: string): EncodingItem => ({
  encoding,
  label,
  description: count === "" ? encoding : `${encoding} · ${count}`,
});

const closedItem = (label: string, maker: string): EncodingItem => ({
  encoding: undefined,
  label,
  description: vscode.l10n.t("no public tokenizer: only a service of {0} counts its tokens", maker),
});
