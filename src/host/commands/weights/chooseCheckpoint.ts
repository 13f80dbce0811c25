/** Where the weights are to come from: a model in the Hugging Face cache, a file, or first a page to download one from by hand. */
import * as vscode from "vscode";
import { checkpointExtensions } from "../../../core/checkpoints/checkpointFile.ts";
import type { Platform } from "../../platform/platform.ts";
import { cachedCheckpoints } from "../../weights/cachedModels.ts";
import { inLabel } from "../../literal.ts";

interface Choice extends vscode.QuickPickItem {
  /** @returns the chosen file or index, undefined for none */
  readonly choose: () => Promise<vscode.Uri | undefined>;
}

/** The notebook's model. The browser opens the page; the extension itself asks no other machine for anything. */
const modelPage = "https://huggingface.co/openai-community/gpt2/tree/main";

/** @returns undefined when nothing was chosen, or a page was opened */
export async function chooseCheckpoint(platform: Platform): Promise<vscode.Uri | undefined> {
  const cached = platform.modelCache === undefined ? [] : await cachedCheckpoints(platform.modelCache);
  const models = cached.map(({ name, size, file }): Choice => ({
    label: `$(database) ${inLabel(name)} · ${sizeText(size)}`,
    choose: () => Promise.resolve(file),
  }));
  const page: Choice = {
    label: vscode.l10n.t("$(link-external) Open GPT-2's page in the browser"),
    description: vscode.l10n.t("download model.safetensors there, then choose the file"),
    choose: async () => {
      await vscode.env.openExternal(vscode.Uri.parse(modelPage));
      return undefined;
    },
  };
  const heading = { label: vscode.l10n.t("Hugging Face cache on this machine"), kind: vscode.QuickPickItemKind.Separator };
  const file: Choice = { label: vscode.l10n.t("$(folder-opened) Choose a File…"), choose: chooseFile };
  const items = models.length === 0 ? [file, page] : [file, { ...heading, choose: chooseFile }, ...models];
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Load embedding weights from") });
  return picked?.choose();
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Load Embedding Weights"),
    openLabel: vscode.l10n.t("Load"),
    filters: { [vscode.l10n.t("Checkpoints")]: [...checkpointExtensions] },
  });
  return chosen?.[0];
}

/** In the units that model pages use: 548 MB, 2.1 GB. */
function sizeText(bytes: number): string {
  const isLarge = bytes >= 1e9;
  const [unit, value] = isLarge ? (["gigabyte", bytes / 1e9] as const) : (["megabyte", bytes / 1e6] as const);
  const digits = isLarge ? 1 : value < 10 ? 1 : 0;
  return new Intl.NumberFormat(vscode.env.language, { style: "unit", unit, maximumFractionDigits: digits }).format(value);
}
