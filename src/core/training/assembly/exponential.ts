/** e^x for four values at once, from basic arithmetic alone: the same bits on every machine, which no platform's `exp` promises. */

/** Below this, e^x is smaller than the smallest normal value and counts as 0. */
const least: f32 = -87.33654;
const perLn2 = <f32>Math.LOG2E;
/** ln 2 in two parts: the first has few enough bits that n · first is exact for every n here. */
const ln2High: f32 = 0.693359375;
const ln2Low: f32 = -2.1219444e-4;

/**
 * Within 2 units in the last place for x ≤ 0, the only values a softmax asks for. NaN stays NaN.
 * x = n · ln 2 + r with |r| ≤ ln 2 / 2; e^r is its series up to r⁷ (the rest is below 1e-8), and 2ⁿ is written into the exponent's bits.
 */
export function exponential(x: v128): v128 {
  const isTiny = f32x4.lt(x, f32x4.splat(least));
  const bounded = f32x4.max(x, f32x4.splat(least));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(perLn2)));
  const r = f32x4.sub(f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(ln2High))), f32x4.mul(n, f32x4.splat(ln2Low)));
  let series = f32x4.splat(1.0 / 5040.0);
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 720.0));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 120.0));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 24.0));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 6.0));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(0.5));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(series, power), isTiny);
}
