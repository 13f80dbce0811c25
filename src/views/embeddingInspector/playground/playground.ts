/** A table small enough to read, and a look-up in it, by rows and by a matrix product. */
import * as v from "valibot";
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { initializeLayers } from "../../../core/embeddings/initialize.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { keptSlice, slice } from "../../shared/state/store.ts";
import type { LookUpProof } from "../gpu/gpuJobs.ts";
import { generation, type InspectorView } from "../inspectorView.ts";
import { parseIds, playgroundLimits } from "./playgroundIds.ts";

export interface Playground {
  readonly kind: "ready";
  readonly table: Embedding;
  readonly ids: Int32Array;
  readonly proof: LookUpProof;
}

export const playground = slice<{ readonly kind: "waiting" } | { readonly kind: "failed"; readonly message: string } | Playground>(
  "playground",
  { kind: "waiting" },
);

const integer = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));

/** Begins with the notebook's table. */
export const playgroundOptions = keptSlice(
  "playground",
  { vocabSize: 9, embeddingDim: 3, seed: 123, ids: "5 3 7 2" },
  v.object({
    vocabSize: integer(1, playgroundLimits.vocabSize),
    embeddingDim: integer(1, playgroundLimits.embeddingDim),
    seed: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    ids: v.pipe(v.string(), v.maxLength(200)),
  }),
);

export function playgroundQuery({ store, gpu }: InspectorView): Query {
  return query<Playground>(() => {
    const options = store.get(playgroundOptions);
    const { vocabSize, embeddingDim, seed } = options;
    return {
      key: JSON.stringify([options, store.get(generation)]),
      run: async (signal) => {
        const ids = parseIds(options.ids, vocabSize);
        const [table] = initializeLayers([{ numEmbeddings: vocabSize, embeddingDim }], seed);
        if (table === undefined) throw new Error("One layer was asked for and none was made.");
        const proof = await gpu.run((backend, jobs) => jobs.lookUpProof(backend, table, ids), signal);
        return { kind: "ready", table, ids, proof };
      },
      done: (made) => store.set(playground, made),
      failed: (error) => store.set(playground, { kind: "failed", message: sentence(error) }),
    };
  });
}
