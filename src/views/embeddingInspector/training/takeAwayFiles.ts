/** The files of a run: trained tables as .safetensors, and the run itself as JSON. */
import { float32Bytes, writeSafetensors } from "../../../core/checkpoints/writeSafetensors.ts";
import type { SavedFile } from "../parts/saving.ts";
import type { ReadyRun } from "./training.ts";
import type { TrainedTables } from "./worker/trainingMessages.ts";

/** Names under which the tables are found again; those of a GPT-2 checkpoint, so that every reader knows them. */
export function trainedSafetensors({ run, facts }: ReadyRun, tables: TrainedTables, step: number): SavedFile {
  const { embeddingDim, contextLength, seed, lesson } = run.options;
  const rows = facts.distinctIds.length;
  const table = (name: string, values: Float32Array, count: number) => ({
    name,
    dtype: "F32" as const,
    shape: [count, embeddingDim],
    bytes: float32Bytes(values),
  });
  const { distinctIds } = facts;
  const tensors = [
    table("token_embedding.weight", tables.token, rows),
    table("positional_embedding.weight", tables.position, contextLength),
    table("next_token.weight", tables.next, rows),
    ...(tables.previous === undefined ? [] : [table("previous_token.weight", tables.previous, rows)]),
    {
      name: "token_ids",
      dtype: "I32" as const,
      shape: [rows],
      bytes: new Uint8Array(distinctIds.buffer, distinctIds.byteOffset, distinctIds.byteLength),
    },
  ];
  const metadata = { source: "Tokenscope", step: String(step), seed: String(seed), lesson: JSON.stringify(lesson) };
  return { name: `trained ${step} steps.safetensors`, bytes: writeSafetensors(tensors, metadata) };
}

/** Every number of the run in full. */
export function runJson({ run, facts, progress, losses, heldOut }: ReadyRun): SavedFile {
  const course = {
    made: "Tokenscope",
    text: run.textName,
    tokens: facts.tokenCount,
    distinctTokens: facts.distinctIds.length,
    windows: { all: facts.windowCount, trainedOn: facts.trainedTo, heldOutFrom: facts.heldOutFrom },
    options: run.options,
    startsWithRowsLearntBefore: run.wentOn,
    uniformLoss: facts.baselines.uniform,
    unigramLoss: facts.baselines.unigram,
    steps: progress?.lastStep ?? 0,
    losses: Array.from(losses.values.subarray(0, losses.count)),
    heldOutLosses: heldOut,
  };
  return { name: "training run.json", bytes: new TextEncoder().encode(JSON.stringify(course, undefined, 1)) };
}
