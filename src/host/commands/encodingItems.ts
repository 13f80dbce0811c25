/** The rows of Select Encoding: the encodings, the models people know them by, and what is typed where that is a model too. */
import * as vscode from "vscode";
import { builtInEncodings, findBuiltIn } from "../../core/tokens/catalogue.ts";
import type { EncodingId } from "../../core/tokens/encodingSpec.ts";
import type { FoundTokenizer } from "../tokenizers/findTokenizers.ts";
import { listedModels, modelsWithoutTokenizer, tokenizerOfModel } from "../../core/tokens/models.ts";
import { inLabel } from "../literal.ts";

export interface EncodingItem extends vscode.QuickPickItem {
  /** Undefined: a heading, or a model without a public tokenizer; choosing it changes nothing. */
  readonly encoding: EncodingId | undefined;
  /** A tokenizer's file that is opened when it is chosen; `any`: one that the user picks. */
  readonly file?: FoundTokenizer | "any";
}

export interface Shown {
  readonly current: EncodingId;
  /** What is typed in the list's field. */
  readonly typed: string;
  /** Token counts as far as they are known; undefined: this text is not counted. */
  readonly counts: ReadonlyMap<EncodingId, number> | undefined;
  /** Tokenizers' files, as far as they are found. */
  readonly files: readonly FoundTokenizer[];
  /** The file that `current` came from; undefined for a built-in encoding. */
  readonly currentFile: string | undefined;
}

export function encodingItems({ current, typed, counts, files, currentFile }: Shown): EncodingItem[] {
  const counted = (encoding: EncodingId): string => {
    const count = counts?.get(encoding);
    return count === undefined ? "" : vscode.l10n.t("{0} tokens", count.toLocaleString(vscode.env.language));
  };
  const encodings = builtInEncodings.map(({ id, label, usedBy }) => ({
    encoding: id,
    label: id === current ? `$(check) ${label}` : label,
    description: usedBy,
    // Holds the count's line, so that no row moves under the mouse when the count comes.
    detail: counts === undefined ? "" : counted(id) || "…",
  }));
  const models = listedModels.flatMap(({ name, encoding }) =>
    findBuiltIn(encoding) !== undefined ? [modelItem(name, encoding, counted(encoding))] : [],
  );
  const closed = modelsWithoutTokenizer.map(({ family, maker }) => closedItem(family, maker));
  const fileItems = files.map((file) => ({
    encoding: undefined,
    file,
    label: file.uri.toString() === currentFile ? `$(check) ${inLabel(file.label)}` : inLabel(file.label),
    description: inLabel(file.place),
  }));
  const openFile: EncodingItem = {
    encoding: undefined,
    file: "any",
    label: vscode.l10n.t("$(folder-opened) Open Tokenizer File…"),
    alwaysShow: true,
  };
  const own = [heading(vscode.l10n.t("Tokenizer files")), ...fileItems, openFile];
  return [...typedItems(typed, counted), ...encodings, ...own, heading(vscode.l10n.t("Models")), ...models, ...closed];
}

/** A row for a model that is typed and not listed. */
function typedItems(typed: string, counted: (encoding: EncodingId) => string): EncodingItem[] {
  const name = typed.trim();
  if (listedModels.some((model) => model.name === name)) return [];
  const tokenizer = tokenizerOfModel(name);
  if (tokenizer.kind === "notPublic") return [{ ...closedItem(tokenizer.family, tokenizer.maker), label: inLabel(name), alwaysShow: true }];
  if (tokenizer.kind === "unknown" || findBuiltIn(tokenizer.encoding) === undefined) return [];
  return [{ ...modelItem(name, tokenizer.encoding, counted(tokenizer.encoding)), alwaysShow: true }];
}

const heading = (label: string): EncodingItem => ({ label, kind: vscode.QuickPickItemKind.Separator, encoding: undefined });

const modelItem = (name: string, encoding: EncodingId, count: string): EncodingItem => ({
  encoding,
  label: inLabel(name),
  description: count === "" ? encoding : `${encoding} · ${count}`,
});

const closedItem = (label: string, maker: string): EncodingItem => ({
  encoding: undefined,
  label,
  description: vscode.l10n.t("no public tokenizer: only a service of {0} counts its tokens", maker),
});
