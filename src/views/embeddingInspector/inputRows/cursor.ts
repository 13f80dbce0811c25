/** The cell under the pointer or the arrow keys, and the rows and dimensions that are drawn, where not all fit. */
import { clamp } from "../../shared/numbers.ts";
import { slice } from "../../shared/state/store.ts";

export interface Cell {
  readonly row: number;
  readonly dimension: number;
}

export interface Cursor {
  readonly cell: Cell | undefined;
  /** First row and first dimension drawn. */
  readonly rowFrom: number;
  readonly dimensionFrom: number;
}

interface Size {
  readonly maxLength: number;
  readonly embeddingDim: number;
}

export const noCursor: Cursor = { cell: undefined, rowFrom: 0, dimensionFrom: 0 };
export const cursor = slice<Cursor>("cursor", noCursor);

/** Rows of each map drawn at once; a longer window is paged. */
export const rowsPerPage = 16;

/** In another window: the cell stays where it is as long as there is such a cell. */
export const fitted = ({ cell, rowFrom, dimensionFrom }: Cursor, size: Size): Cursor => ({
  cell: cell !== undefined && cell.row < size.maxLength && cell.dimension < size.embeddingDim ? cell : undefined,
  rowFrom: pageOf(rowFrom, size),
  dimensionFrom: clamp(dimensionFrom, 0, size.embeddingDim - 1),
});

/** By arrow keys; turns the page to the row it reaches. The first move shows the first cell. */
export function moved({ cell, ...shown }: Cursor, by: Cell, { maxLength, embeddingDim }: Size): Cursor {
  if (cell === undefined) return { ...shown, cell: { row: 0, dimension: 0 }, rowFrom: 0 };
  const row = clamp(cell.row + by.row, 0, maxLength - 1);
  const dimension = clamp(cell.dimension + by.dimension, 0, embeddingDim - 1);
  return { ...shown, cell: { row, dimension }, rowFrom: pageOf(row, { maxLength }) };
}

export const withRows = (state: Cursor, from: number, size: Size): Cursor => ({ ...state, rowFrom: pageOf(from, size) });

/** @param count how many dimensions are drawn at once */
export const withDimensions = (state: Cursor, from: number, count: number, { embeddingDim }: Size): Cursor => ({
  ...state,
  dimensionFrom: clamp(from, 0, Math.max(0, embeddingDim - count)),
});

/** Pages begin at multiples of their length. */
function pageOf(row: number, { maxLength }: Pick<Size, "maxLength">): number {
  const last = clamp(row, 0, maxLength - 1);
  return last - (last % rowsPerPage);
}
