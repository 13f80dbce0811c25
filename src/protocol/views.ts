/** What both webview apps and the host say to each other: the state every surface shows, and the methods they share. */
import * as v from "valibot";
import type { TokenSlice } from "../lens/answers.ts";
import type { Lens } from "../lens/lens.ts";
import type { TextState } from "../lens/textState.ts";
import type { TokenText } from "../lens/tokenText.ts";
import { lensPatchSchema } from "./lens.ts";
import { method } from "./rpc.ts";
export type { TokenSlice } from "../lens/answers.ts";
export type { ReadyText, TextState } from "../lens/textState.ts";
export type { TokenText } from "../lens/tokenText.ts";

/** Where the embedding weights come from. */
export type WeightsState =
  | { readonly kind: "seeded" }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly token: TableSource;
      readonly positional: TableSource | null;
      /** What does not fit, for the user. */
      readonly note: string | null;
      /** Whether row i is the encoding's token i. Otherwise rows must not be named with its words. */
      readonly namesFit: boolean;
    }
  /** The remembered file is being read; done is 0 … 1. */
  | { readonly kind: "loading"; readonly name: string; readonly done: number }
  /** The remembered file can't be used; seeded weights are used instead. */
  | { readonly kind: "unavailable"; readonly name: string; readonly message: string };

/** A two-dimensional table the view may fetch: raw float32, little-endian, row-major. */
export interface TableSource {
  readonly url: string;
  /** Where the ids of the rows are, int32 and ascending; absent: row r is that of id r. */
  readonly idsUrl?: string | undefined;
  readonly rows: number;
  /** Rows of the tensor in the file, where that is too large to be held as a whole; absent: all are here. */
  readonly totalRows?: number | undefined;
  readonly columns: number;
  /** The tensor's name in the checkpoint. */
  readonly tensor: string;
  readonly dtype: string;
}

export interface ViewState {
  readonly lens: Lens;
  readonly text: TextState;
  readonly weights: WeightsState;
}

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Tokens in one request at most. No view needs more; a larger request is refused. */
export const sliceLimit = 65_536;
const range = v.pipe(
  v.object({ from: index, to: index }),
  v.check(({ from, to }) => from <= to && to - from <= sliceLimit, `A slice runs from a lower to a higher index, ${sliceLimit} at most.`),
);

/** Commands a view may run; anything else is refused. */
export const viewCommands = [
  "tokenscope.showTokenIds",
  "tokenscope.showStrideWindows",
  "tokenscope.openEmbeddingInspector",
  "tokenscope.selectEncoding",
  "tokenscope.copyTokenIds",
  "tokenscope.goToToken",
  "tokenscope.openSampleText",
  "tokenscope.openSampleBook",
  "tokenscope.exportDataset",
  "tokenscope.copyAsPyTorch",
  "tokenscope.copyAsHuggingFace",
  "tokenscope.loadEmbeddingWeights",
  "tokenscope.useSeededWeights",
] as const;

/** Served by the host to both views. */
export const sharedHostMethods = {
  /** The view is there and wants the state; later changes come by `state`. */
  "view/ready": method(v.null()).answers<ViewState>(),
  "lens/change": method(lensPatchSchema).answers<void>(),
  "tokens/slice": method(range).answers<TokenSlice>(),
  "vocabulary/texts": method(v.object({ ids: v.pipe(v.array(index), v.maxLength(sliceLimit)) })).answers<readonly TokenText[]>(),
  /** Puts the cursor on the token and the focus into the editor. */
  "editor/focus": method(v.object({ index })).answers<void>(),
  "command/run": method(v.object({ command: v.picklist(viewCommands) })).answers<void>(),
  "clipboard/write": method(v.object({ text: v.pipe(v.string(), v.maxLength(100_000_000)) })).answers<void>(),
  /** Asks where, then writes the bytes there. False when the user chose nowhere. */
  "file/save": method(
    v.object({ name: v.pipe(v.string(), v.regex(/^[\w .()-]{1,100}$/)), bytes: v.instance(Uint8Array) }),
  ).answers<boolean>(),
};

/** Served by every view to the host. */
export const sharedViewMethods = {
  state: method(v.custom<ViewState>(() => true)).answers<void>(),
};
export type ViewMethods = typeof sharedViewMethods;
export { index as indexSchema, range as rangeSchema };
