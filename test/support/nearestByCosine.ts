/** The nearest rows to one row of a table given by a formula: cosines in double precision, every row compared, one row in memory at a time. */

export interface NearRow {
  readonly id: number;
  readonly score: number;
}

/** @returns the `count` rows of largest cosine with row `id`, itself left out; of equal cosines the smaller id first */
export function nearestByCosine(
  { vocabSize, embeddingDim }: { readonly vocabSize: number; readonly embeddingDim: number },
  id: number,
  count: number,
  value: (row: number, column: number) => number,
): readonly NearRow[] {
  const query = Float64Array.from({ length: embeddingDim }, (_, column) => value(id, column));
  const length = Math.hypot(...query);
  const rows: NearRow[] = [];
  for (let row = 0; row < vocabSize; row += 1) {
    if (row === id) continue;
    let product = 0;
    let squares = 0;
    for (const [column, of] of query.entries()) {
      const at = value(row, column);
      product += of * at;
      squares += at * at;
    }
    rows.push({ id: row, score: product / (length * Math.sqrt(squares)) });
  }
  return rows.sort((a, b) => b.score - a.score || a.id - b.id).slice(0, count);
}
