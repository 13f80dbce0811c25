/** Which two tables the lens asks for, as a pure function of the host's state. */
import { tableLengthLimit } from "../../../core/embeddings/embedding.ts";
import type { TableSource, ViewState } from "../../../protocol/views.ts";
import { t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";

export interface SeededPlan {
  readonly kind: "seeded";
  /** Equal keys mean equal tables: nothing is generated anew. */
  readonly key: string;
  readonly vocabSize: number;
  /** Rows drawn for the positional table: at least `contextLength`. */
  readonly drawnPositions: number;
  readonly embeddingDim: number;
  readonly seed: number;
}

export interface FilePlan {
  readonly kind: "file";
  readonly key: string;
  readonly name: string;
  readonly token: TableSource;
  readonly positional: TableSource | null;
}

export type TablePlan =
  | SeededPlan
  | FilePlan
  | { readonly kind: "none" }
  | { readonly kind: "tooLarge"; readonly key: string; readonly message: string };

/** Positions drawn at once, so that a longer or shorter window needs no new tables. */
const positionsAhead = 1024;
/** PyTorch draws normal values in blocks of this many; a table of whole blocks is the beginning of every longer one. */
const drawBlock = 16;

export function planTables(view: ViewState): TablePlan {
  const { embedding } = view.lens;
  if (embedding.weights === "file" && view.weights.kind === "file") {
    const { name, token, positional } = view.weights;
    if (token.rows * token.columns > tableLengthLimit) return tooLarge(token.rows, token.columns);
    return { kind: "file", key: `file ${token.url} ${positional?.url ?? ""}`, name, token, positional };
  }
  if (embedding.weights === "file" && view.weights.kind === "loading") return { kind: "none" };
  const vocabSize = embedding.vocabSize ?? (view.text.kind === "ready" ? view.text.vocabSize : undefined);
  if (vocabSize === undefined) return { kind: "none" };
  const { embeddingDim, seed } = embedding;
  const drawnPositions = drawn(contextLengthOf(view), embeddingDim);
  if ((vocabSize + drawnPositions) * embeddingDim > tableLengthLimit) return tooLarge(vocabSize + drawnPositions, embeddingDim);
  return {
    kind: "seeded",
    key: `seeded ${vocabSize} ${drawnPositions} ${embeddingDim} ${seed}`,
    vocabSize,
    drawnPositions,
    embeddingDim,
    seed,
  };
}

/** Rows of the positional table as the lens names them; as many as the window is long unless it says otherwise. */
export const contextLengthOf = ({ lens }: ViewState): number => lens.embedding.contextLength ?? lens.windows.maxLength;

/** Law: the first `contextLength` rows of the drawn table equal the table of exactly `contextLength` rows. */
const drawn = (contextLength: number, embeddingDim: number): number =>
  embeddingDim % drawBlock === 0 && contextLength < positionsAhead ? positionsAhead : contextLength;

const tooLarge = (rows: number, columns: number): TablePlan => ({
  kind: "tooLarge",
  key: `tooLarge ${rows} ${columns}`,
  message: t(
    "Tables of {0} × {1} values are more than the {2} (1 GiB) held here. Choose a smaller vocab_size or embedding_dim.",
    formatCount(rows),
    formatCount(columns),
    formatCount(tableLengthLimit),
  ),
});
