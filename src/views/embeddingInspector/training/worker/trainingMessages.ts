/** What the page and its training worker say to each other. Both are built from this folder at one time, so messages are trusted. Only ids and options go
 *  to the worker, never text; all its rows are those of the document's distinct ids, ascending. */
import type { ErrorRecord } from "../../../../core/errors.ts";
import type { Baselines } from "../../../../core/training/baselines.ts";
import type { HeldOutPoint, Verdict } from "../../../../core/training/stopRule.ts";
import type { TrainingOptions } from "../../../../core/training/trainingOptions.ts";

/** `watch`: one step a frame, so that a short text can be watched learning. */
export type Pace = "watch" | "full";

/** By which rows tokens are compared: of the token table, of the output layer, or both side by side, each at unit length. */
export type CompareBy = "token" | "output" | "both";

/** Rows learnt from an earlier text: those whose ids come again start where they were. */
export interface EarlierRows {
  readonly distinctIds: Int32Array;
  readonly tables: TrainedTables;
}

/** Tables as they are after a step, each row-major. */
export interface TrainedTables {
  /** [rows, embeddingDim] */
  readonly token: Float32Array;
  /** [contextLength, embeddingDim] */
  readonly position: Float32Array;
  /** The output layer, [rows, embeddingDim]. */
  readonly next: Float32Array;
  readonly previous: Float32Array | undefined;
}

/** One window as rows of the tables. */
export interface WindowRows {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

export type TrainingRequest =
  | {
      readonly kind: "start";
      readonly ids: Int32Array;
      readonly options: TrainingOptions;
      readonly pace: Pace;
      readonly earlier: EarlierRows | undefined;
    }
  /** Trains on from the last step there was. */
  | { readonly kind: "train" }
  | { readonly kind: "pause" }
  | { readonly kind: "oneStep" }
  /** Back or forth to a step there was. */
  | { readonly kind: "goTo"; readonly step: number }
  | { readonly kind: "pace"; readonly pace: Pace }
  | { readonly kind: "look"; readonly job: number; readonly asked: LookRequest }
  | { readonly kind: "handStep"; readonly job: number; readonly window: WindowRows }
  /** Tables to take away. */
  | { readonly kind: "wholeTables"; readonly job: number };

/** What to show of the run as it is now. */
export interface LookRequest {
  readonly tables: boolean;
  /** A row whose vector and neighbours are shown. */
  readonly row: number | undefined;
  readonly compareBy: CompareBy;
  readonly window: WindowRows | undefined;
}

export interface Look {
  readonly step: number;
  readonly tables: TrainedTables | undefined;
  readonly token: TokenLook | undefined;
  readonly window: WindowLook | undefined;
}

export interface TokenLook {
  readonly row: number;
  /** [embeddingDim], at step 0 and now. */
  readonly before: Float32Array;
  readonly now: Float32Array;
  readonly neighbours: readonly TextNeighbour[];
}

export interface TextNeighbour {
  readonly row: number;
  /** Cosine. */
  readonly score: number;
  /** The step since which it has been among the nearest without a break, as far as it was watched. */
  readonly since: number;
}

export interface WholeTables {
  readonly step: number;
  /** Row r of `token`, `next` and `previous` is that of id r. */
  readonly tables: TrainedTables;
}

/** What the model expects after each input of a window, at step 0 and now. */
export interface WindowLook {
  readonly before: readonly NextToken[];
  readonly now: readonly NextToken[];
}

export interface NextToken {
  /** Most likely first. */
  readonly likely: readonly { readonly row: number; readonly probability: number }[];
  /** Of the token that really follows. */
  readonly target: number;
}

/** One step of the optimizer on one window alone, from the weights as they are; nothing of it is kept. */
export interface HandStep {
  readonly step: number;
  /** −ln of the probability of each target, [maxLength], and their mean. */
  readonly losses: readonly number[];
  readonly loss: number;
  /** The mean once the step is taken. */
  readonly lossAfter: number;
  /** Each [distinct inputs, embeddingDim]: the token rows that the window touches. */
  readonly rows: Int32Array;
  readonly before: Float32Array;
  readonly gradient: Float32Array;
  readonly after: Float32Array;
}

export type TrainingMode = "paused" | "training" | "seeking";

export interface TrainingProgress {
  readonly mode: TrainingMode;
  /** The step that the tables are at. */
  readonly step: number;
  /** The last step there was; `step` is less while the run is looked back at. */
  readonly lastStep: number;
  readonly epochs: number;
  readonly tokensPerSecond: number;
  /** Why it stopped by itself. */
  readonly verdict: Verdict;
  /** New since the last message: training losses from step `lossFrom` on, and measurements. */
  readonly lossFrom: number;
  readonly losses: Float32Array;
  readonly heldOut: readonly HeldOutPoint[];
}

export interface RunFacts {
  readonly distinctIds: Int32Array;
  readonly tokenCount: number;
  readonly windowCount: number;
  readonly trainedTo: number;
  readonly heldOutFrom: number;
  readonly stepsPerEpoch: number;
  readonly baselines: Baselines;
}

export type TrainingReply =
  | { readonly kind: "preparing"; readonly done: number }
  | { readonly kind: "begun"; readonly facts: RunFacts }
  | { readonly kind: "progress"; readonly progress: TrainingProgress }
  | { readonly kind: "look"; readonly job: number; readonly look: Look }
  | { readonly kind: "handStep"; readonly job: number; readonly handStep: HandStep }
  | { readonly kind: "wholeTables"; readonly job: number; readonly whole: WholeTables }
  /** @property job of the question that can't be answered; undefined: the run itself can't go on */
  | { readonly kind: "failed"; readonly job: number | undefined; readonly error: ErrorRecord };
