/** Makes the two tables a plan asks for: drawn by the worker, or fetched from the checkpoint's bytes. */
import { type Embedding, toEmbedding } from "../../../core/embeddings/embedding.ts";
import type { TableSource } from "../../../protocol/views.ts";
import { t } from "../../shared/l10n.tsx";
import type { WorkerClient } from "../worker/workerClient.ts";
import type { FilePlan, SeededPlan } from "./tablePlan.ts";

export interface ReadyTables {
  readonly kind: "ready";
  readonly key: string;
  readonly source: "seeded" | "file" | "trained";
  /** Row r is that of id r; of tables of some rows, of `ids[r]` or `trained.ids[r]`. */
  readonly token: Embedding;
  /** Undefined: the file holds none. May have more rows than the lens asks for. */
  readonly positional: Embedding | undefined;
  /** The id of each row, ascending, where a file's table is too large and only some rows are here. */
  readonly ids?: Int32Array;
  /** Of a run of training: tables of the document's own tokens. */
  readonly trained?: TrainedRows;
}

export interface TrainedRows {
  /** The id of each row, ascending. */
  readonly ids: Int32Array;
  /** Rows that neighbours and map compare: token rows, output rows, or both side by side. */
  readonly compared: Embedding;
  readonly run: number;
  readonly step: number;
}

const bytesPerValue = 4;

/** @param onProgress 0 … 1  @throws Error with a sentence for the user, or the signal's reason */
export async function makeTables(
  plan: SeededPlan | FilePlan,
  worker: WorkerClient,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<ReadyTables> {
  if (plan.kind === "seeded") {
    const { key, vocabSize, drawnPositions, embeddingDim, seed } = plan;
    const drawn = await worker.generate(
      { kind: "generate", vocabSize, contextLength: drawnPositions, embeddingDim, seed },
      onProgress,
      signal,
    );
    return {
      kind: "ready",
      key,
      source: "seeded",
      token: toEmbedding(drawn.token, { numEmbeddings: vocabSize, embeddingDim }),
      positional: toEmbedding(drawn.positional, { numEmbeddings: drawnPositions, embeddingDim }),
    };
  }
  const { key, name, token, positional } = plan;
  const total = byteLength(token) + (positional === null ? 0 : byteLength(positional));
  const ids = token.idsUrl === undefined ? undefined : await fetchIds(name, token, token.idsUrl, signal);
  const tokenTable = await fetchTable(name, token, (bytes) => onProgress(bytes / total), signal);
  const positionalTable =
    positional === null
      ? undefined
      : await fetchTable(name, positional, (bytes) => onProgress((byteLength(token) + bytes) / total), signal);
  return { kind: "ready", key, source: "file", token: tokenTable, positional: positionalTable, ...(ids && { ids }) };
}

const byteLength = ({ rows, columns }: TableSource): number => rows * columns * bytesPerValue;

async function fetchIds(name: string, { tensor, rows }: TableSource, url: string, signal: AbortSignal): Promise<Int32Array> {
  const response = await fetch(url, { signal });
  const bytes = response.ok ? await response.arrayBuffer() : new ArrayBuffer(0);
  if (bytes.byteLength === rows * Int32Array.BYTES_PER_ELEMENT) return new Int32Array(bytes);
  throw new Error(t("{0} could not be read ({1}). Load the embedding weights again.", `${name}: "${tensor}"`, response.status));
}

/** Raw little-endian float32, as every machine VS Code runs on keeps them. */
async function fetchTable(
  name: string,
  source: TableSource,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ReadyTables["token"]> {
  const { url, rows, columns } = source;
  const tensor = `${name}: "${source.tensor}"`;
  const response = await fetch(url, { signal });
  if (!response.ok || response.body === null) {
    throw new Error(t("{0} could not be read ({1}). Load the embedding weights again.", tensor, response.status));
  }
  const weight = new Float32Array(rows * columns); // [rows, columns]
  const bytes = new Uint8Array(weight.buffer);
  const reader = response.body.getReader();
  let filled = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (filled + piece.value.length > bytes.length) {
      await reader.cancel();
      throw new Error(
        t(
          "{0} is longer than the {1} bytes of [{2}, {3}]. The file has changed: load the weights again.",
          tensor,
          bytes.length,
          rows,
          columns,
        ),
      );
    }
    bytes.set(piece.value, filled);
    filled += piece.value.length;
    onProgress(filled);
  }
  if (filled < bytes.length) {
    throw new Error(
      t(
        "{0} ended after {1} of the {2} bytes of [{3}, {4}]. The file has changed: load the weights again.",
        tensor,
        filled,
        bytes.length,
        rows,
        columns,
      ),
    );
  }
  return toEmbedding(weight, { numEmbeddings: rows, embeddingDim: columns });
}
