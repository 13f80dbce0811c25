/** What both webview apps and the host say to each other: the state every surface shows, and the methods they share. */
import * as v from "valibot";
import { type Lens, lensPatchSchema } from "./lens.ts";
import { method } from "./rpc.ts";

/** The text under the lens, as far as it is known now. */
export type TextState =
  /** No text editor is open. */
  | { readonly kind: "none" }
  /** First pass under way; done is 0 … 1. */
  | { readonly kind: "tokenizing"; readonly name: string; readonly done: number }
  | { readonly kind: "failed"; readonly name: string; readonly message: string }
  | ReadyText;

export interface ReadyText {
  readonly kind: "ready";
  /** The file's name, for headings. */
  readonly name: string;
  /** Grows with every change of the tokens; slices say which revision they belong to. */
  readonly revision: number;
  readonly tokenCount: number;
  /** UTF-16 code units, the editor's unit; null with the next two: not counted, because the tokens are pages of a large file. */
  readonly charCount: number | null;
  readonly byteCount: number | null;
  /** Different ids in the text. */
  readonly distinctCount: number | null;
  /** Of a tokenized file: how its ids are stored and how that is known, and what is wrong with them. */
  readonly note?: string;
  /** Rows of the token strip: see `TokenRow`. */
  readonly rowCount: number;
  /** Ids run from 0 to vocabSize − 1. */
  readonly vocabSize: number;
  /** "Selection, Ln 3–8" when the lens looks at a part of the document. */
  readonly scopeLabel: string | null;
  /** Special tokens found in the text while the policy is `error`. */
  readonly refusedSpecialTokens: number;
  /** How many tokens in the text end a document. */
  readonly endOfTextCount: number;
}

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
  /** The remembered file can't be used; seeded weights stand in. */
  | { readonly kind: "unavailable"; readonly name: string; readonly message: string };

/** A two-dimensional table the view may fetch: raw float32, little-endian, row-major. */
export interface TableSource {
  readonly url: string;
  readonly rows: number;
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

/** Tokens [from, from + ids.length) of the text. */
export interface TokenSlice {
  readonly revision: number;
  readonly from: number;
  readonly ids: readonly number[];
  /** What each token's bytes say; for the indexes in `partial`, the bytes as hex pairs ("f0 9f"), because they hold only part of a character. */
  readonly texts: readonly string[];
  readonly partial: readonly number[];
}

/** Texts of single ids, in the order asked for. */
export interface TokenTexts {
  readonly texts: readonly string[];
  readonly partial: readonly number[];
}

/** One pair joined while a piece became tokens. */
export interface MergeStep {
  readonly left: string;
  readonly right: string;
  /** Lower ranks join first; the joined token's id. */
  readonly rank: number;
}

/** All that is said of one token; the hover, the token view's bottom strip and the inspector say the same. */
export interface TokenDescription {
  readonly revision: number;
  readonly index: number;
  readonly id: number;
  readonly text: string;
  readonly partial: boolean;
  readonly special: boolean;
  readonly bytes: readonly number[];
  /** How often this id stands in the text; null: not counted. */
  readonly occurrences: number | null;
  /** 1-based, as the editor's status bar says it; null in a tokenized file, which has no lines. */
  readonly line: number | null;
  readonly column: number | null;
  /** The pre-tokenizer's piece this token belongs to. */
  readonly piece: string;
  readonly merges: readonly MergeStep[];
  /** Windows [from, to) it is an input of, and a target of; empty ranges have from = to. */
  readonly inputWindows: { readonly from: number; readonly to: number };
  readonly targetWindows: { readonly from: number; readonly to: number };
}

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
/** No view needs more at once; a larger wish is refused. */
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
  "token/describe": method(v.object({ index })).answers<TokenDescription | null>(),
  "vocabulary/texts": method(v.object({ ids: v.pipe(v.array(index), v.maxLength(sliceLimit)) })).answers<TokenTexts>(),
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
