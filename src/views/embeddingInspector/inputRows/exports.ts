/** The rows on screen as .npy and .safetensors. */
import { float32Bytes, writeSafetensors } from "../../../core/checkpoints/formats/writeSafetensors.ts";
import { writeNpy } from "../../../core/numpy/npy.ts";
import type { SavedFile } from "../parts/saving.ts";
import type { InputRows } from "./inputRows.ts";

/** The input rows of the window, [maxLength, embeddingDim]. */
export const inputRowsNpy = ({ window, rows }: InputRows): SavedFile => ({
  name: `input_embeddings window ${window}.npy`,
  bytes: writeNpy(rows.input, [rows.maxLength, rows.embeddingDim]),
});

/** The three kinds of rows of the window, under the notebook's names. */
export function inputRowsSafetensors({ window, rows }: InputRows): SavedFile {
  const shape = [rows.maxLength, rows.embeddingDim];
  const tensor = (name: string, values: Float32Array) => ({ name, dtype: "F32" as const, shape, bytes: float32Bytes(values) });
  const tensors = [tensor("token_embeddings", rows.token), tensor("pos_embeddings", rows.position), tensor("input_embeddings", rows.input)];
  return { name: `embeddings window ${window}.safetensors`, bytes: writeSafetensors(tensors, { source: "Tokenscope" }) };
}
