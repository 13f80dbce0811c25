/** The files of a run: its tables as .safetensors, and the run itself as JSON. */
import { float32Bytes, writeSafetensors } from "../../../core/checkpoints/formats/writeSafetensors.ts";
import type { TrainingOptions } from "../../../core/training/trainingOptions.ts";
import type { SavedFile } from "../parts/saving.ts";
import type { ReadyRun } from "./training.ts";
import type { WholeTables } from "./worker/trainingMessages.ts";

/** The names of *Build a Large Language Model (From Scratch)*, which Load Embedding Weights knows; a row for each id of the encoding. */
export function trainedSafetensors(options: TrainingOptions, { tables, step }: WholeTables): SavedFile {
  const { embeddingDim, seed, tied, lesson } = options;
  const table = (name: string, values: Float32Array) => ({
    name,
    dtype: "F32" as const,
    shape: [values.length / embeddingDim, embeddingDim],
    bytes: float32Bytes(values),
  });
  const tensors = [
    table("tok_emb.weight", tables.token),
    table("pos_emb.weight", tables.position),
    ...(tied ? [] : [table("out_head.weight", tables.next)]),
    ...(tables.previous === undefined ? [] : [table("prev_head.weight", tables.previous)]),
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
