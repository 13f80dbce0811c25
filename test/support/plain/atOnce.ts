/** Work that the program does in slices, done at once. */
import type { Embedding } from "../../../src/core/embeddings/embedding.ts";
import { type EmbeddingLayers, type EmbeddingOptions, initializeSteps } from "../../../src/core/embeddings/initialize.ts";
import { type RowStatistics, rowStatisticsSteps } from "../../../src/core/embeddings/unusualRows.ts";
import type { Mt19937 } from "../../../src/core/random/mt19937.ts";
import { normalSteps } from "../../../src/core/random/normal.ts";
import { type Metric, scoreRowsSteps } from "../../../src/core/embeddings/similarity.ts";
import { finish } from "../../../src/core/steps.ts";

export const initialize = (options: EmbeddingOptions): EmbeddingLayers => finish(initializeSteps(options));
export const rowStatistics = (embedding: Embedding): RowStatistics => finish(rowStatisticsSteps(embedding));
export const fillNormal = (values: Float32Array, generator: Mt19937): void => finish(normalSteps(values, generator));
export const scoreRows = (table: Embedding, query: ArrayLike<number>, metric: Metric, norms?: Float64Array): Float64Array =>
  finish(scoreRowsSteps(table, query, metric, norms));
