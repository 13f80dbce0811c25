/** What this view keeps for itself over hiding and reload: which sections are folded, and how things are shown. Foreign until checked. */
import * as v from "valibot";

const sections = ["anatomy", "positions", "neighbours", "map", "playground"] as const;
export type Section = (typeof sections)[number];

const integer = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));

/** The playground's table stays small enough to be printed whole. */
export const playgroundLimits = { vocabSize: 24, embeddingDim: 8, ids: 12 } as const;

const keptSchema = v.object({
  folded: v.pipe(v.array(v.picklist(sections)), v.readonly()),
  show: v.picklist(["picture", "numbers", "pytorch"]),
  /** Values beyond ± this are drawn as strong as it; null: the strongest value on screen. */
  range: v.nullable(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1000))),
  metric: v.picklist(["cosine", "dot", "euclidean"]),
  /** Whether the tokens asked with may be among the neighbours. */
  withInputs: v.boolean(),
  map: v.object({
    source: v.picklist(["document", "vocabulary"]),
    method: v.picklist(["pca", "umap"]),
    colour: v.picklist(["frequency", "position", "kind"]),
  }),
  playground: v.object({
    vocabSize: integer(1, playgroundLimits.vocabSize),
    embeddingDim: integer(1, playgroundLimits.embeddingDim),
    seed: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    ids: v.pipe(v.string(), v.maxLength(200)),
  }),
});
export type Kept = Readonly<v.InferOutput<typeof keptSchema>>;

/** The playground begins with the notebook's table. */
export const defaultKept: Kept = {
  folded: ["positions", "map"],
  show: "picture",
  range: null,
  metric: "cosine",
  withInputs: false,
  map: { source: "document", method: "pca", colour: "kind" },
  playground: { vocabSize: 9, embeddingDim: 3, seed: 123, ids: "5 3 7 2" },
};

/** What fits is taken, the rest is as at first. */
export function readKept(kept: unknown): Kept {
  if (typeof kept !== "object" || kept === null) return defaultKept;
  const whole = v.safeParse(keptSchema, { ...defaultKept, ...kept });
  return whole.success ? whole.output : defaultKept;
}
