/** The tables of a choice, read from the checkpoint's files and laid down for the views. Loaded on first use: the readers of checkpoints hang from here. */
import { checkVocabulary, type EncodingSize, type VocabularyCheck } from "../../core/checkpoints/checkVocabulary.ts";
import { type Family, familyOf, firstPositionRow } from "../../core/checkpoints/families.ts";
import { heldRows } from "../../core/checkpoints/heldRows.ts";
import type { ReadOptions } from "../../core/checkpoints/reading.ts";
import { withoutRows } from "../../core/checkpoints/tensor.ts";
import { nameOf } from "../names.ts";
import type { Checkpoint, PlacedTensor } from "./checkpoint.ts";
import type { LaidTable, LaidTables } from "./laidTables.ts";

/** The tensors of a checkpoint to take. */
export interface ChosenTables {
  readonly token: PlacedTensor;
  /** As the file has it; rows before that of position 0 are left out. */
  readonly positional: PlacedTensor | undefined;
  /** Ids of the text: their rows are held, where the table is too large to be held as a whole. */
  readonly wantedIds: readonly number[];
}

export interface LoadedTables {
  readonly kind: "loaded";
  readonly name: string;
  readonly token: LaidTable;
  readonly positional: LaidTable | undefined;
  /** What the tensors' names say of the model. */
  readonly family: Family | undefined;
  /** Row of the positional tensor that is position 0. */
  readonly firstPosition: number;
  /** Whether the token table's rows are those of an encoding's ids. */
  check(encoding: EncodingSize): VocabularyCheck;
}

/** @throws CheckpointError and the like, or the signal's reason */
export async function loadTables(
  tables: LaidTables,
  { uri, names }: Checkpoint,
  { token, positional, wantedIds }: ChosenTables,
  options: ReadOptions,
): Promise<LoadedTables> {
  const share = (from: number, to: number): ReadOptions => ({
    ...options,
    onProgress: (done) => options.onProgress?.(from + (to - from) * done),
  });
  const tokenTable = await tables.layDown(token, heldRows(token.shape, wantedIds), share(0, positional === undefined ? 1 : 0.95));
  const firstPosition = positional === undefined ? 0 : firstPositionRow(positional.name, positional.shape[0] ?? 0);
  const positionalTable = positional && (await tables.layDown(withoutRows(positional, firstPosition), undefined, share(0.95, 1)));
  options.signal?.throwIfAborted();
  const family = familyOf(token.name, names);
  return {
    kind: "loaded",
    name: nameOf(uri),
    token: tokenTable,
    positional: positionalTable,
    family,
    firstPosition,
    check: (encoding) => checkVocabulary({ rows: tokenTable.totalRows, family }, encoding),
  };
}
