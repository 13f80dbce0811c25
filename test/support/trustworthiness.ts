/** Trustworthiness of a picture (Venna and Kaski 2001): 1 when every point's neighbours in the picture are its neighbours in the table,
 *  about 0.5 when the points lie as chance has it. */

/** @param values [count, columns]  @param places [count, width]  @param k neighbours looked at of each point */
export function trustworthiness(values: Float32Array, columns: number, places: Float32Array, width: number, k: number): number {
  const count = values.length / columns;
  let penalty = 0;
  for (let i = 0; i < count; i += 1) {
    const ranks = new Map(nearestFirst(values, columns, i).map((point, rank) => [point, rank + 1]));
    for (const near of nearestFirst(places, width, i).slice(0, k)) penalty += Math.max(0, (ranks.get(near) ?? 0) - k);
  }
  return 1 - (2 * penalty) / (count * k * (2 * count - 3 * k - 1));
}

function nearestFirst(values: Float32Array, width: number, row: number): number[] {
  const count = values.length / width;
  const distances = Float64Array.from({ length: count }, (_, other) => {
    let sum = 0;
    for (let d = 0; d < width; d += 1) sum += ((values[row * width + d] ?? 0) - (values[other * width + d] ?? 0)) ** 2;
    return sum;
  });
  return Array.from({ length: count }, (_, other) => other)
    .filter((other) => other !== row)
    .sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0));
}
