/** The one diverging scale, blue – background – orange, symmetric about 0, in the colours of the theme. Blue and orange differ in the common kinds of colour blindness, too. */

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Palette {
  readonly negative: Rgb;
  readonly zero: Rgb;
  readonly positive: Rgb;
  readonly foreground: Rgb;
  /** For kinds of things: six colours of the theme's charts. */
  readonly kinds: readonly Rgb[];
}

const kindCount = 6;

/** Reads the colours the stylesheet gives to the probes. @param root holds `.probe.negative`, `.probe.zero`, … */
export function readPalette(root: ParentNode): Palette {
  const colour = (name: string): Rgb => {
    const probe = root.querySelector(`.probe.${name}`);
    return parseRgb(probe === null ? "" : getComputedStyle(probe).color);
  };
  return {
    negative: colour("negative"),
    zero: colour("zero"),
    positive: colour("positive"),
    foreground: colour("foreground"),
    kinds: Array.from({ length: kindCount }, (_, i) => colour(`kind${i}`)),
  };
}

/** Computed colours are "rgb(1, 2, 3)", "rgba(…)" or "color(srgb 0.1 0.2 0.3)". */
export function parseRgb(text: string): Rgb {
  const numbers = (text.match(/[\d.]+/g) ?? []).map(Number);
  const scale = text.startsWith("color(") ? 255 : 1;
  const [red = 128, green = 128, blue = 128] = numbers;
  return [red * scale, green * scale, blue * scale];
}

/** @param value drawn full strength at ± range, linear between; NaN has no colour of its own and is drawn as the foreground */
export function colourOf(value: number, range: number, palette: Palette): Rgb {
  if (Number.isNaN(value)) return palette.foreground;
  const strength = Math.min(1, Math.abs(value) / range);
  return mix(palette.zero, value < 0 ? palette.negative : palette.positive, strength);
}

export const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

export const toCss = ([red, green, blue]: Rgb): string => `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;

/** A round number at or above the largest finite magnitude: 3.9 → 4, 0.13 → 0.15; 1 when all are 0. */
export function niceRange(arrays: readonly ArrayLike<number>[]): number {
  let largest = 0;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i += 1) {
      const magnitude = Math.abs(values[i] ?? 0); // i < length
      if (magnitude > largest && magnitude !== Infinity) largest = magnitude;
    }
  }
  if (largest === 0) return 1;
  const step = 10 ** Math.floor(Math.log10(largest)) / 2;
  return Math.ceil(largest / step) * step;
}
