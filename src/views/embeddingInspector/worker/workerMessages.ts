/** What the page and its worker say to each other. Both are built from this folder at one time, so messages are trusted. */
import type { ErrorRecord } from "../../../core/errors.ts";

export type WorkerRequest =
  | {
      readonly kind: "generate";
      readonly job: number;
      readonly vocabSize: number;
      readonly contextLength: number;
      readonly embeddingDim: number;
      readonly seed: number;
    }
  | {
      readonly kind: "cosineMap";
      readonly job: number;
      readonly weight: Float32Array;
      readonly numEmbeddings: number;
      readonly embeddingDim: number;
    }
  | {
      readonly kind: "umap";
      readonly job: number;
      /** [count, dimensions], row-major. */
      readonly points: Float32Array;
      readonly dimensions: number;
      readonly neighbourCount: number;
      readonly minimumDistance: number;
      readonly seed: number;
    }
  /** Ends the job; what it has is given up, except UMAP's layout, which is answered as it is. */
  | { readonly kind: "stop"; readonly job: number };

export type WorkerReply =
  | { readonly kind: "progress"; readonly job: number; readonly done: number }
  | { readonly kind: "tables"; readonly job: number; readonly token: Float32Array; readonly positional: Float32Array }
  | { readonly kind: "matrix"; readonly job: number; readonly values: Float32Array }
  /** [count, 2]; `done` below 1 is a picture of the work so far. */
  | { readonly kind: "layout"; readonly job: number; readonly positions: Float32Array; readonly done: number; readonly stopped: boolean }
  | { readonly kind: "failed"; readonly job: number; readonly error: ErrorRecord };
