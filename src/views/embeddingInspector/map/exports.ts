/** The map's points as .npy and .safetensors, and the Embedding Projector's pair. */
import { metadataTsv, vectorsTsv } from "../../../core/checkpoints/formats/projectorTsv.ts";
import { float32Bytes, writeSafetensors } from "../../../core/checkpoints/formats/writeSafetensors.ts";
import { writeNpy } from "../../../core/numpy/npy.ts";
import { rowAt } from "../../../core/embeddings/embedding.ts";
import { spacedHex } from "../../../lens/tokenText.ts";
import { t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { SavedFile } from "../parts/saving.ts";
import { rowsOfIds } from "../tables/tableRows.ts";
import type { ReadyTables } from "../tables/tables.ts";
import type { TokenNames } from "../tokens/names.ts";
import type { TokenLabel } from "../tokens/tokenLabel.ts";
import type { TokenMap } from "./map.ts";

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
export function projectorPair({ ids, distinct }: TokenMap, tables: ReadyTables, names: TokenNames): readonly SavedFile[] {
  const { embeddingDim } = tables.token;
  if (ids.length * embeddingDim > tsvValueLimit) {
    throw new RangeError(
      t(
        "{0} × {1} values would make a text file of {2} MB. Save them as .safetensors, or draw the tokens of this text only.",
        formatCount(ids.length),
        embeddingDim,
        Math.round((ids.length * embeddingDim) / 1e5),
      ),
    );
  }
  const encoder = new TextEncoder();
  const labels = Array.from(ids, (id) => [stringOf(names.get(id)), id, distinct.get(id)?.count ?? 0] as const);
  return [
    { name: "vectors.tsv", bytes: encoder.encode([...vectorsTsv(rowsOf(ids, tables), embeddingDim)].join("")) },
    { name: "metadata.tsv", bytes: encoder.encode(metadataTsv(["token", "id", "count"], labels)) },
  ];
}

function rowsOf(ids: Int32Array, tables: ReadyTables): Float32Array {
  const { token } = tables;
  const rows = new Float32Array(ids.length * token.embeddingDim);
  for (const [i, row] of rowsOfIds(tables, ids).entries()) rows.set(rowAt(token, row), i * token.embeddingDim);
  return rows;
}

/** The text itself, or the bytes as hex. */
const stringOf = (name: TokenLabel | undefined): string =>
  name === undefined ? "" : "text" in name.text ? name.text.text : spacedHex(name.text.bytes);
