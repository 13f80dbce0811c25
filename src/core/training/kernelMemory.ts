/** Where the kernel's arrays are in its memory: the tables with their gradients and moments, and what one block of 32 predictions needs. */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import type { OptimizerName } from "./trainingOptions.ts";

/** Predictions that the kernel computes at a time. */
export const blockLength = 32;

export interface KernelShape {
  /** Distinct tokens of the document. */
  readonly rows: number;
  readonly contextLength: number;
  readonly embeddingDim: number;
  readonly tied: boolean;
  readonly previousToken: boolean;
  readonly optimizer: OptimizerName;
}

/** One table: addresses in bytes of its values, their gradient, and what the optimizer remembers (0 where it does not). Rows are `width` long. */
export interface KernelTable {
  readonly rows: number;
  /** `rows`, or one more so that it is even: the kernel takes two rows at a time. */
  readonly paddedRows: number;
  /** Values of the padded table, a multiple of 4. */
  readonly count: number;
  readonly values: number;
  readonly gradient: number;
  readonly first: number;
  readonly second: number;
}

export interface KernelMemory {
  /** embeddingDim rounded up to a multiple of 4; the columns behind it stay 0. */
  readonly width: number;
  readonly token: KernelTable;
  readonly position: KernelTable;
  /** The same object as `token` when tied. */
  readonly next: KernelTable;
  readonly previous: KernelTable | undefined;
  readonly hidden: number;
  readonly hiddenByColumn: number;
  readonly hiddenGradient: number;
  /** [paddedRows][32] */
  readonly scores: number;
  /** Each [32]. */
  readonly inputs: number;
  readonly positions: number;
  readonly targets: number;
  readonly largest: number;
  readonly targetScores: number;
  readonly sums: number;
  readonly factors: number;
  readonly byteLength: number;
}

/** The first page is the kernel's own: the compiler puts the logarithm's table there, about 5 kB. */
const firstFree = 65_536;
const alignment = 64;
/** Of WebAssembly's 32-bit addresses we use half: the other half is as good as never there on the machines that people have. */
const byteLimit = 2 ** 31;

/** @throws RangeError when the tables are larger than WebAssembly's memory */
export function layOut({ rows, contextLength, embeddingDim, tied, previousToken, optimizer }: KernelShape): KernelMemory {
  let end = firstFree;
  const take = (values: number): number => {
    const from = end;
    end = Math.ceil((end + values * 4) / alignment) * alignment;
    return from;
  };
  const width = Math.ceil(embeddingDim / 4) * 4;
  const table = (tableRows: number): KernelTable => {
    const paddedRows = tableRows + (tableRows % 2);
    const count = paddedRows * width;
    const hasMeans = optimizer === "Adam" || optimizer === "AdamW";
    const first = hasMeans ? take(count) : 0;
    const second = hasMeans || optimizer === "Adagrad" ? take(count) : 0;
    return { rows: tableRows, paddedRows, count, first, second, values: take(count), gradient: take(count) };
  };
  const token = table(rows);
  const position = table(contextLength);
  const next = tied ? token : table(rows);
  const previous = previousToken ? table(rows) : undefined;
  const perPrediction = (): number => take(blockLength);
  const memory = {
    width,
    token,
    position,
    next,
    previous,
    hidden: take(blockLength * width),
    hiddenByColumn: take(blockLength * width),
    hiddenGradient: take(blockLength * width),
    scores: take(token.paddedRows * blockLength),
    inputs: perPrediction(),
    positions: perPrediction(),
    targets: perPrediction(),
    largest: perPrediction(),
    targetScores: perPrediction(),
    sums: perPrediction(),
    factors: perPrediction(),
  };
  if (end > byteLimit) {
    throw rangeError(
      say`Training ${rows} × ${embeddingDim} takes ${Math.ceil(end / 2 ** 20)} MB, more than the ${byteLimit / 2 ** 20} MB there are. Choose a smaller width.`,
    );
  }
  return { ...memory, byteLength: end };
}
