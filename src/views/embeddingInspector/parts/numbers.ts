/** Numbers as the inspector shows them: four decimals as PyTorch prints them, everything else on demand. */
import { formatFixed, formatNonFinite, formatScientific } from "../../../core/torch/formatFloat.ts";

const largestFixed = 1e6;
const smallestFixed = 5e-5;

/** 0.3374, -1.8061; very large and very small ones as 1.2346e-05. */
export function formatValue(value: number): string {
  const nonFinite = formatNonFinite(value);
  if (nonFinite !== undefined) return nonFinite;
  const magnitude = Math.abs(value);
  return magnitude >= largestFixed || (magnitude !== 0 && magnitude < smallestFixed) ? formatScientific(value) : formatFixed(value);
}

/** Every digit a 32-bit float has, no more: the shortest text that reads back as the same float. */
export function formatFull(value: number): string {
  for (let digits = 6; digits <= 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

/** "[8, 3, 256]". */
export const formatShape = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** 51 463 168 → "51.5 MB". */
export function formatMemory(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e3).toFixed(1)} kB`;
}

/** "12 ms", "1.3 s". */
export const formatMs = (ms: number): string =>
  ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
