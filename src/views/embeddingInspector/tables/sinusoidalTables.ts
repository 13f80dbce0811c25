/** Sinusoidal position tables, each the same object for the same size, so that it is uploaded to the GPU once. */
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { sinusoidalPositions } from "../../../core/embeddings/sinusoidalPositions.ts";

/** The window's, and that of the cosine map. */
const tablesKept = 2;

export class SinusoidalTables {
  #last: readonly Embedding[] = [];

  get(contextLength: number, embeddingDim: number): Embedding {
    const known = this.#last.find((table) => table.numEmbeddings === contextLength && table.embeddingDim === embeddingDim);
    const table = known ?? sinusoidalPositions(contextLength, embeddingDim);
    this.#last = [table, ...this.#last.filter((other) => other !== table)].slice(0, tablesKept);
    return table;
  }
}
