/** base^exponent by squaring: multiplication alone, so the same on every machine, which `**` does not promise. @param exponent a whole number from 0 on */
export function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
