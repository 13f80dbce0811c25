/** How well rows of a trained table know kinds of words: PG and P12 of the issue, in %. Cosine; ten nearest; chance is about 10. */
import { partOfSpeech, probes } from "./groups.ts";

/** Rows of unit length to compare by: the token rows, the output rows, or both side by side. */
export interface UnitRows {
  readonly rows: Float32Array;
  readonly embeddingDim: number;
}

const nearestCount = 10;

/** @param tables each [rows, embeddingDim]: each row at unit length, then side by side */
export function unitRows(tables: readonly Float32Array[], embeddingDim: number): UnitRows {
  const count = (tables[0]?.length ?? 0) / embeddingDim;
  const width = embeddingDim * tables.length;
  const rows = new Float32Array(count * width);
  for (const [t, table] of tables.entries()) {
    for (let row = 0; row < count; row++) {
      const values = table.subarray(row * embeddingDim, (row + 1) * embeddingDim);
      const length = Math.hypot(...values) * Math.sqrt(tables.length);
      for (const [j, value] of values.entries()) rows[row * width + t * embeddingDim + j] = length === 0 ? 0 : value / length;
    }
  }
  return { rows, embeddingDim: width };
}

/** Of each tagged token among the most frequent: how many of its ten nearest tagged ones are the same part of speech. */
export function scorePG(unit: UnitRows, tagged: readonly { readonly row: number; readonly text: string }[]): number {
  let same = 0;
  for (const { row, text } of tagged) {
    const near = nearest(unit, row, tagged);
    same += near.filter((other) => partOfSpeech.get(other.text) === partOfSpeech.get(text)).length;
  }
  return (100 * same) / (tagged.length * nearestCount);
}

/** Chance for `scorePG`: what random rows give. */
export function chancePG(tagged: readonly { readonly text: string }[]): number {
  let pairs = 0;
  for (const [i, a] of tagged.entries()) {
    for (const [j, b] of tagged.entries()) if (i !== j && partOfSpeech.get(a.text) === partOfSpeech.get(b.text)) pairs++;
  }
  return (100 * pairs) / (tagged.length * (tagged.length - 1));
}

/** Of the probe words' ten nearest among all tokens: those of their small group. */
export function scoreP12(unit: UnitRows, all: readonly { readonly row: number; readonly text: string }[]): number {
  const rowOf = new Map(all.map(({ text, row }) => [text, row]));
  let kin = 0;
  let asked = 0;
  for (const probe of probes) {
    const row = rowOf.get(probe.word);
    if (row === undefined) continue;
    asked += nearestCount;
    kin += nearest(unit, row, all).filter(({ text }) => probe.kin.includes(text)).length;
  }
  return (100 * kin) / asked;
}

export function nearest<Token extends { readonly row: number }>(
  { rows, embeddingDim }: UnitRows,
  row: number,
  among: readonly Token[],
): Token[] {
  const of = (index: number): Float32Array => rows.subarray(index * embeddingDim, (index + 1) * embeddingDim);
  const query = of(row);
  return among
    .filter((token) => token.row !== row)
    .map((token) => ({ token, score: of(token.row).reduce((sum, value, j) => sum + value * (query[j] ?? 0), 0) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, nearestCount)
    .map(({ token }) => token);
}
