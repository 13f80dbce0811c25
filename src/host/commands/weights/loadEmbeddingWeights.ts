/** Load Embedding Weights… · Use Seeded Weights. */
import * as vscode from "vscode";
import { CheckpointError, inFile } from "../../../core/checkpoints/checkpointError.ts";
import { findEmbeddingTables } from "../../../core/checkpoints/embeddingTables.ts";
import { reportError, signalOf, UserError } from "../../errors.ts";
import { nameOf } from "../../names.ts";
import { type Checkpoint, type PlacedTensor, readCheckpoint } from "../../weights/checkpoint.ts";
import type { ChosenTables } from "../../weights/loadTables.ts";
import { offerTokenizerBeside } from "../../tokenizers/tokenizerBeside.ts";
import { chooseCheckpoint } from "./chooseCheckpoint.ts";
import type { Command, CommandServices } from "../command.ts";
import { inLabel, inMessage } from "../../literal.ts";

export const loadEmbeddingWeights: Command = {
  id: "tokenscope.loadEmbeddingWeights",
  run: async (services, argument) => {
    const { platform, weights } = services;
    const uri = argument instanceof vscode.Uri ? argument : await chooseCheckpoint(platform);
    if (uri === undefined) return;
    const title = vscode.l10n.t("Reading {0}", inMessage(nameOf(uri)));
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const signal = signalOf(token);
        const checkpoint = await readCheckpoint(platform, uri, { signal });
        const tables = await chooseTables(checkpoint);
        if (tables === undefined) return;
        const wantedIds = await idsOfText(services, signal);
        let done = 0;
        const onProgress = (now: number): void => {
          progress.report({ increment: 100 * (now - done) });
          done = now;
        };
        await weights.load(checkpoint, { ...tables, wantedIds }, { signal, onProgress });
        useWeights(services, "file");
        void offerTokenizer(services, uri);
      },
    );
  },
};

export const useSeededWeights: Command = {
  id: "tokenscope.useSeededWeights",
  run: (services) => useWeights(services, "seeded"),
};

function useWeights({ lenses }: CommandServices, weights: "file" | "seeded"): void {
  if (lenses.activeDocument !== undefined) lenses.change(lenses.activeDocument, { embedding: { weights } });
}

/** A tokenizer beside the weights is offered for the text they are looked at with. */
async function offerTokenizer(services: CommandServices, uri: vscode.Uri): Promise<void> {
  const { lenses, log } = services;
  const document = lenses.activeDocument;
  try {
    const encoding = await offerTokenizerBeside(services, uri, lenses.active?.live.ready?.encoding);
    if (encoding !== undefined && document !== undefined && !document.isClosed) lenses.change(document, { encoding });
  } catch (error) {
    reportError(log, vscode.l10n.t("Reading {0}", nameOf(uri)), error);
  }
}

/** Each id of the document under the lens once; none while it has no tokens. */
async function idsOfText({ lenses }: CommandServices, signal: AbortSignal): Promise<readonly number[]> {
  const distinct = await lenses.active?.live.ready?.service.distinct(signal);
  return distinct?.tokens.map(({ id }) => id) ?? [];
}

interface TensorItem extends vscode.QuickPickItem {
  readonly tensor: PlacedTensor | undefined;
}

const itemOf = (tensor: PlacedTensor): TensorItem => ({
  label: inLabel(tensor.name),
  description: inLabel(`[${tensor.shape.join(", ")}] ${tensor.dtype}`),
  tensor,
});

/** The tables known by their names, else those the user picks. Undefined when the user picks none. */
async function chooseTables({ uri, tensors, names }: Checkpoint): Promise<Omit<ChosenTables, "wantedIds"> | undefined> {
  const file = nameOf(uri);
  const found = findEmbeddingTables(tensors, names);
  let token = found.tokenEmbedding;
  if (token === undefined) {
    if (found.unusable !== undefined) throw inFile(file, new CheckpointError(found.unusable));
    if (found.candidates.length === 0)
      throw new UserError(vscode.l10n.t("{0} has no two-dimensional tensor that could be an embedding table.", file));
    const placeHolder = vscode.l10n.t("No tensor of {0} has a known name. Which one is the token table, a row per token?", file);
    token = (await vscode.window.showQuickPick(found.candidates.map(itemOf), { placeHolder, matchOnDescription: true }))?.tensor;
    if (token === undefined) return undefined;
  }
  if (found.positionalEmbedding !== undefined) return { token, positional: found.positionalEmbedding };
  const fitting = found.candidates.filter((candidate) => candidate !== token && candidate.shape[1] === token.shape[1]);
  if (fitting.length === 0) return { token, positional: undefined };
  const none: TensorItem = {
    label: vscode.l10n.t("None"),
    description: vscode.l10n.t("this model adds no learned positions"),
    tensor: undefined,
  };
  const placeHolder = vscode.l10n.t("Which tensor is the positional table, a row per position?");
  const picked = await vscode.window.showQuickPick([none, ...fitting.map(itemOf)], { placeHolder, matchOnDescription: true });
  return picked && { token, positional: picked.tensor };
}
