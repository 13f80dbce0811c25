/**
 * The lens: everything one document is looked at with. The host owns it, every surface shows it, any surface changes it by a patch,
 * and it survives a reload. Defaults are those of the notebook *How LLMs Embed Input Tokens*.
 */
import * as v from "valibot";
import { builtInIds, findBuiltIn } from "../core/tokens/catalogue.ts";

const encodingSchema = v.pipe(
  v.string(),
  v.check((id) => findBuiltIn(id) !== undefined, `The encoding must be one of ${builtInIds.join(", ")}.`),
);
const integer = (minimum: number, maximum: number) => v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));

/** Upper bounds that keep a typing slip from asking for more memory than a machine has. */
export const limits = {
  maxLength: 1_048_576,
  batchSize: 1_048_576,
  embeddingDim: 16_384,
  contextLength: 1_048_576,
  vocabSize: 1_048_576,
} as const;

/** PyTorch takes any 64-bit seed; its CPU generator uses the low 32 bits. Here: any safe integer. */
const seedSchema = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** Window and batch options, named as `GPTDatasetV1` and `DataLoader` name them. Lengths and strides in tokens. */
const windowsSchema = v.object({
  maxLength: integer(1, limits.maxLength),
  stride: integer(1, limits.maxLength),
  batchSize: integer(1, limits.batchSize),
  shuffle: v.boolean(),
  seed: seedSchema,
  /** 0 is the first pass over the data. */
  epoch: integer(0, 10_000),
  dropLast: v.boolean(),
});

const embeddingSchema = v.object({
  /** Rows of the token table; null: as many as the encoding has. */
  vocabSize: v.nullable(integer(1, limits.vocabSize)),
  embeddingDim: integer(1, limits.embeddingDim),
  /** Rows of the positional table; null: `maxLength`, as in the notebook. */
  contextLength: v.nullable(integer(1, limits.contextLength)),
  seed: seedSchema,
  /** `seeded`: as torch.manual_seed gives them. `file`: read from the checkpoint chosen by Load Embedding Weights…. */
  weights: v.picklist(["seeded", "file"]),
  /** `learned`: rows of the positional table. `sinusoidal`: the fixed ones of *Attention Is All You Need*. */
  positions: v.picklist(["learned", "sinusoidal"]),
});

/** A part of the document, [from, to) in UTF-16 code units of the text the pipeline sees (line endings as the lens says). */
const scopeSchema = v.object({ from: integer(0, Number.MAX_SAFE_INTEGER), to: integer(0, Number.MAX_SAFE_INTEGER) });

const lensEntries = {
  encoding: encodingSchema,
  specialTokens: v.picklist(["allow", "text", "error"]),
  endOfLine: v.picklist(["lf", "document"]),
  windows: windowsSchema,
  embedding: embeddingSchema,
  /** Which part is looked at; null: the whole document. */
  scope: v.nullable(scopeSchema),
  /** Index into the tokens of the scope; null: none. */
  selectedToken: v.nullable(integer(0, Number.MAX_SAFE_INTEGER)),
  /** Index into the windows, in document order. */
  selectedWindow: integer(0, Number.MAX_SAFE_INTEGER),
  /** The token view's tab. */
  tab: v.picklist(["tokens", "windows"]),
  /** Whether the editor shows token boundaries, and the selected window's spans. */
  colours: v.boolean(),
  windowSpans: v.boolean(),
};

export const lensSchema = v.object(lensEntries);
export type Lens = v.InferOutput<typeof lensSchema>;
export type WindowSettings = Lens["windows"];

/** Every entry may be absent; present and `undefined` is refused. */
function exactPartial<Entries extends v.ObjectEntries>(entries: Entries) {
  type Partial = { readonly [Key in keyof Entries]: v.ExactOptionalSchema<Entries[Key], undefined> };
  return v.object(Object.fromEntries(Object.entries(entries).map(([key, schema]) => [key, v.exactOptional(schema)])) as Partial); // same keys, each schema wrapped
}

/** A change of the lens: only what changes, one level of nesting deep. */
export const lensPatchSchema = exactPartial({
  ...lensEntries,
  windows: exactPartial(windowsSchema.entries),
  embedding: exactPartial(embeddingSchema.entries),
});
export type LensPatch = v.InferOutput<typeof lensPatchSchema>;

/** The notebook's own settings. */
export const defaultLens: Lens = {
  encoding: "gpt2",
  specialTokens: "allow",
  endOfLine: "lf",
  windows: { maxLength: 4, stride: 4, batchSize: 8, shuffle: false, seed: 123, epoch: 0, dropLast: true },
  embedding: { vocabSize: null, embeddingDim: 256, contextLength: null, seed: 123, weights: "seeded", positions: "learned" },
  scope: null,
  selectedToken: null,
  selectedWindow: 0,
  tab: "tokens",
  colours: false,
  windowSpans: false,
};

/** A fresh lens; parts that did not change stay the same objects. */
export function applyPatch(lens: Lens, patch: LensPatch): Lens {
  const { windows, embedding, ...rest } = patch;
  return {
    ...lens,
    ...rest,
    windows: windows === undefined ? lens.windows : { ...lens.windows, ...windows },
    embedding: embedding === undefined ? lens.embedding : { ...lens.embedding, ...embedding },
  };
}

/** Two changes as one: what the second says holds. */
export function mergePatches(first: LensPatch, second: LensPatch): LensPatch {
  const merged = { ...first, ...second };
  const windows = { ...first.windows, ...second.windows };
  const embedding = { ...first.embedding, ...second.embedding };
  return {
    ...merged,
    ...(Object.keys(windows).length > 0 ? { windows } : {}),
    ...(Object.keys(embedding).length > 0 ? { embedding } : {}),
  };
}
