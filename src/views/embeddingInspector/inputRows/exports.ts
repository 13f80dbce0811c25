/** What can be saved: the rows on screen and the projection as .npy and .safetensors, the Embedding Projector's pair, and pictures. */
import { rowAt } from "../../../core/embeddings/embedding.ts";
import { metadataTsv, vectorsTsv } from "../../../core/checkpoints/projectorTsv.ts";
import { float32Bytes, writeSafetensors } from "../../../core/checkpoints/writeSafetensors.ts";
import { writeNpy } from "../../../core/numpy/npy.ts";
import type { Anatomy, ReadyTables, TokenLabel, TokenMap } from "../state.ts";

export interface SavedFile {
  /** As "file/save" takes it: letters, digits, spaces, dots, dashes. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The input rows of the window, [maxLength, embeddingDim]. */
export const inputRowsNpy = ({ window, rows }: Anatomy): SavedFile => ({
  name: `input_embeddings window ${window}.npy`,
  bytes: writeNpy(rows.input, [rows.maxLength, rows.embeddingDim]),
});

/** The three kinds of rows of the window, under the notebook's names. */
export function anatomySafetensors({ window, rows }: Anatomy): SavedFile {
  const shape = [rows.maxLength, rows.embeddingDim];
  const tensor = (name: string, values: Float32Array) => ({ name, dtype: "F32" as const, shape, bytes: float32Bytes(values) });
  const tensors = [tensor("token_embeddings", rows.token), tensor("pos_embeddings", rows.position), tensor("input_embeddings", rows.input)];
  return { name: `embeddings window ${window}.safetensors`, bytes: writeSafetensors(tensors, { source: "Tokenscope" }) };
}

/** The two coordinates of every point, [count, 2]. */
export const projectionNpy = ({ method, ids, positions }: TokenMap): SavedFile => ({
  name: `${method} of ${ids.length} tokens.npy`,
  bytes: writeNpy(positions, [ids.length, 2]),
});

/** The ids, their coordinates and their rows of the table. */
export function projectionSafetensors({ method, ids, positions }: TokenMap, tables: ReadyTables): SavedFile {
  const tensors = [
    { name: "token_ids", dtype: "I32" as const, shape: [ids.length], bytes: new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength) },
    { name: "positions", dtype: "F32" as const, shape: [ids.length, 2], bytes: float32Bytes(positions) },
    {
      name: "token_embeddings",
      dtype: "F32" as const,
      shape: [ids.length, tables.token.embeddingDim],
      bytes: float32Bytes(rowsOf(ids, tables)),
    },
  ];
  return { name: `${method} of ${ids.length} tokens.safetensors`, bytes: writeSafetensors(tensors, { source: "Tokenscope" }) };
}

/** Text takes ten bytes a value: beyond this the binary formats are the better choice. */
const tsvValueLimit = 2 ** 23;

/** vectors.tsv (the tokens' rows) and metadata.tsv (text, id, count), as the Embedding Projector loads them.
 *  @throws RangeError when there are too many values for text */
export function projectorPair(
  { ids, distinct }: TokenMap,
  tables: ReadyTables,
  names: ReadonlyMap<number, TokenLabel>,
): readonly SavedFile[] {
  const { embeddingDim } = tables.token;
  if (ids.length * embeddingDim > tsvValueLimit) {
    throw new RangeError(
      `${ids.length.toLocaleString("en-US")} × ${embeddingDim} values would make a text file of ${Math.round((ids.length * embeddingDim) / 1e5)} MB. Save them as .safetensors, or draw the tokens of this text only.`,
    );
  }
  const encoder = new TextEncoder();
  const labels = Array.from(ids, (id) => [names.get(id)?.text ?? "", id, distinct.get(id)?.count ?? 0] as const);
  return [
    { name: "vectors.tsv", bytes: encoder.encode([...vectorsTsv(rowsOf(ids, tables), embeddingDim)].join("")) },
    { name: "metadata.tsv", bytes: encoder.encode(metadataTsv(["token", "id", "count"], labels)) },
  ];
}

function rowsOf(ids: Int32Array, { token }: ReadyTables): Float32Array {
  const rows = new Float32Array(ids.length * token.embeddingDim);
  for (const [i, id] of ids.entries()) rows.set(rowAt(token, id), i * token.embeddingDim);
  return rows;
}

const pictureWidth = 1024;
const gap = 12;

/** Canvases under each other on one ground, each as wide as the picture. */
export async function picture(name: string, canvases: readonly HTMLCanvasElement[], ground: string): Promise<SavedFile> {
  const heights = canvases.map((canvas) => Math.round((pictureWidth * canvas.clientHeight) / Math.max(1, canvas.clientWidth)));
  const sheet = document.createElement("canvas");
  sheet.width = pictureWidth + 2 * gap;
  sheet.height = heights.reduce((sum, height) => sum + height + gap, gap);
  const context = sheet.getContext("2d");
  if (context === null) throw new Error("The picture could not be drawn: this window gives no more canvases. Reload the window.");
  context.fillStyle = ground;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.imageSmoothingEnabled = false;
  let top = gap;
  for (const [i, canvas] of canvases.entries()) {
    context.drawImage(canvas, gap, top, pictureWidth, heights[i] ?? 0);
    top += (heights[i] ?? 0) + gap;
  }
  const blob = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("The picture could not be encoded. Make the view smaller and try again.");
  return { name, bytes: new Uint8Array(await blob.arrayBuffer()) };
}
