/**
 * Schemas of the lens and of its changes: what comes from a view, from the settings or from an earlier session is checked with them. The
 * lens itself is src/lens/lens.ts.
 */
import * as v from "valibot";
import { builtInIds, findBuiltIn } from "../core/tokens/catalogue.ts";
import { isFileId } from "../core/tokens/files/fileIds.ts";
import type { LensPatch } from "../lens/lens.ts";
export type { Lens, LensPatch } from "../lens/lens.ts";
export type { WindowSettings } from "../lens/options.ts";

const encodingSchema = v.pipe(
  v.string(),
  v.check((id) => findBuiltIn(id) !== undefined || isFileId(id), `The encoding must be one of ${builtInIds.join(", ")}.`),
);
const integer = (minimum: number, maximum: number) => v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));

/** Upper bounds that keep a typing slip from asking for more memory than a machine has. */
export const limits = {
  maxLength: 1_048_576,
  batchSize: 1_048_576,
  embeddingDim: 16_384,
  contextLength: 1_048_576,
  vocabSize: 1_048_576,
  /** Encodings beside the lens's own: more columns are not read side by side. */
  compared: 3,
} as const;

const index = integer(0, Number.MAX_SAFE_INTEGER);
/** PyTorch takes any 64-bit seed; its CPU generator uses the low 32 bits. Here: any safe integer. */
const seed = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

const windowEntries = {
  maxLength: integer(1, limits.maxLength),
  stride: integer(1, limits.maxLength),
  batchSize: integer(1, limits.batchSize),
  shuffle: v.boolean(),
  seed,
  epoch: integer(0, 10_000),
  dropLast: v.boolean(),
};

const embeddingEntries = {
  vocabSize: v.nullable(integer(1, limits.vocabSize)),
  embeddingDim: integer(1, limits.embeddingDim),
  contextLength: v.nullable(integer(1, limits.contextLength)),
  seed,
  weights: v.picklist(["seeded", "file"]),
  positions: v.picklist(["learned", "sinusoidal"]),
};

const lensEntries = {
  encoding: encodingSchema,
  specialTokens: v.picklist(["allow", "text", "error"]),
  addSpecialTokens: v.boolean(),
  endOfLine: v.picklist(["lf", "document"]),
  windows: v.object(windowEntries),
  embedding: v.object(embeddingEntries),
  scope: v.nullable(v.object({ from: index, to: index })),
  selectedToken: v.nullable(index),
  selectedWindow: index,
  tab: v.picklist(["tokens", "windows", "compare"]),
  compared: v.pipe(v.array(encodingSchema), v.minLength(1), v.maxLength(limits.compared)),
  colours: v.boolean(),
  windowSpans: v.boolean(),
};

/** Every entry may be absent; present and `undefined` is refused. */
function exactPartial<Entries extends v.ObjectEntries>(entries: Entries) {
  type Partial = { readonly [Key in keyof Entries]: v.ExactOptionalSchema<Entries[Key], undefined> };
  return v.object(Object.fromEntries(Object.entries(entries).map(([key, schema]) => [key, v.exactOptional(schema)])) as Partial); // same keys, each schema wrapped
}

export const lensPatchSchema: v.GenericSchema<unknown, LensPatch> = exactPartial({
  ...lensEntries,
  windows: exactPartial(windowEntries),
  embedding: exactPartial(embeddingEntries),
});
