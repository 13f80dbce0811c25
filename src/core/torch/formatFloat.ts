/**
 * float32 → digits as Python's `"{:.4f}"`, `"{:.4e}"` and `"{:.0f}"` give them: the exact value rounded half to even.
 * JavaScript's `toFixed` and `toExponential` also start from the exact value but round halves away from zero.
 */

/** Digits after the point, `torch.set_printoptions`' default. */
const precision = 4;
const scale = 10 ** precision;
/** The most digits `toExponential` gives: enough to hold every float32 that could be a tie at the fifth digit exactly. */
const allDigits = 100;

/** `"{:.4f}".format(value)`. @param value a finite float32, |value| ≤ 1e8: its product with 10⁴ is then exact in a double */
export function formatFixed(value: number): string {
  const digits = String(roundHalfToEven(Math.abs(value) * scale)).padStart(precision + 1, "0");
  return `${sign(value)}${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** `"{:.4e}".format(value)`: the exponent has its sign and at least two digits. @param value a finite float32 */
export function formatScientific(value: number): string {
  const magnitude = Math.abs(value);
  const [mantissa = "", exponent = "0"] = roundedToEven(magnitude).split("e");
  const power = Number(exponent);
  return `${sign(value)}${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** `"{:.0f}".format(value)`. @param value a finite float32 that is a whole number, |value| ≤ 1e8 */
export function formatWhole(value: number): string {
  return sign(value) + String(Math.abs(value));
}

/** `"nan"`, `"inf"` or `"-inf"`, in every format; `undefined` for a finite value. */
export function formatNonFinite(value: number): string | undefined {
  if (Number.isNaN(value)) return "nan";
  if (value === Infinity) return "inf";
  return value === -Infinity ? "-inf" : undefined;
}

function roundedToEven(magnitude: number): string {
  const rounded = magnitude.toExponential(precision);
  const [digits = "", power = "0"] = magnitude.toExponential(allDigits).split("e");
  const kept = digits.slice(0, precision + 2); // "d.dddd"
  const isTie = /^50*$/.test(digits.slice(precision + 2));
  return isTie && Number(kept.at(-1)) % 2 === 0 ? `${kept}e${power}` : rounded;
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** Python writes the sign of −0 too. */
const sign = (value: number): string => (value < 0 || Object.is(value, -0) ? "-" : "");
