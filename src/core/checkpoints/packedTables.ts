/** Tables whose stored numbers are no embeddings: quantised and packed, told from the tensors beside them. Named, never shown. */

import { say, type Sentence } from "../sentence.ts";
import { quoted } from "../files/quoted.ts";
import { isReadableDtype } from "./toFloat32.ts";
import type { Tensor } from "./tensor.ts";

interface Packing {
  readonly label: string | Sentence;
  /** What the packed tensor's name ends with. */
  readonly packed: string;
  /** In place of that ending, the names of tensors that are all there with it. */
  readonly beside: readonly string[];
}

/** As the libraries save them. Those that need more tensors come first: MLX's and AutoGPTQ's names overlap. */
const packings: readonly Packing[] = [
  { label: "MLX", packed: ".weight", beside: [".scales", ".biases"] },
  { label: "MLX", packed: ".weight", beside: [".scales"] },
  { label: "GPTQ", packed: ".qweight", beside: [".qzeros", ".scales", ".g_idx"] },
  { label: say`AWQ or GPTQ`, packed: ".qweight", beside: [".qzeros", ".scales"] },
  { label: say`bitsandbytes, 4 bits`, packed: ".weight", beside: [".weight.absmax"] },
  { label: say`bitsandbytes, 8 bits`, packed: ".weight", beside: [".SCB"] },
  { label: "compressed-tensors", packed: ".weight_packed", beside: [".weight_scale"] },
  { label: say`scaled to 8 bits`, packed: ".weight", beside: [".weight_scale"] },
  { label: say`scaled to 8 bits`, packed: ".weight", beside: [".weight_scale_inv"] },
  { label: "HQQ", packed: ".W_q", beside: [".scale", ".zero"] },
  { label: "EXL2", packed: ".q_weight", beside: [".q_scale"] },
  { label: "quanto", packed: ".weight._data", beside: [".weight._scale"] },
];

/** Endings of packed tensors that stand for `.weight`. */
const packedEndings = [...new Set(packings.map(({ packed }) => packed))];

/** The name a packed tensor would have if it were not packed: `embed_tokens.qweight` is `embed_tokens.weight`. */
export function unpackedName(name: string): string {
  const ending = packedEndings.find((packed) => packed !== ".weight" && name.endsWith(packed));
  return ending === undefined ? name : `${name.slice(0, -ending.length)}.weight`;
}

/** @param names all tensors of the checkpoint  @returns undefined for a tensor whose numbers are what they say */
function packingOf(name: string, names: ReadonlySet<string>): Packing | undefined {
  return packings.find(
    ({ packed, beside }) =>
      name.endsWith(packed) && beside.every((ending) => names.has(`${name.slice(0, name.length - packed.length)}${ending}`)),
  );
}

/** Why a tensor can't be an embedding table, as a sentence for the user; undefined when it can. */
export function whyUnusable({ name, dtype, shape }: Tensor, names: ReadonlySet<string>): Sentence | undefined {
  const packing = packingOf(name, names);
  if (packing !== undefined) {
    return say`Tensor ${quoted(name)} is packed (${packing.label}): its ${dtype} numbers are no embeddings before they are unpacked. Choose a checkpoint of this model in F32, F16 or BF16.`;
  }
  if (!isReadableDtype(dtype)) return say`Tensor ${quoted(name)} holds ${dtype}, which cannot be shown. Export it as F32, F16 or BF16.`;
  return shape.length === 2 && !shape.includes(0)
    ? undefined
    : say`Tensor ${quoted(name)} has the shape [${shape.join(", ")}]; an embedding table has two sides, none of them 0. Choose another tensor.`;
}

/** Integers under the name of an embedding table are packed in a way that is not known here. */
export const isInteger = (dtype: string): boolean => /^[IU]\d+$/u.test(dtype);
