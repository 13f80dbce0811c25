/**
 * A tensor as PyTorch prints it (`repr(tensor)`, torch/_tensor_str.py, checked against 1.13; the rules are the same in 2.x)
 * with the default print options: 4 digits, lines of 80 characters, tensors of more than 1000 elements summarised to 3 at each edge.
 * Reads only the elements it prints, so a large table costs no more than a small one once it is summarised.
 */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import { formatFixed, formatNonFinite, formatScientific, formatWhole } from "./formatFloat.ts";

export interface PrintableTensor {
  /** Sizes, outermost first; at least one dimension. */
  readonly shape: readonly number[];
  readonly dtype: "int64" | "float32";
  /** Row-major, at least as many as the product of the shape; float32 values must be representable as such. */
  readonly values: ArrayLike<number>;
}

const lineWidth = 80;
const summariseAbove = 1000;
const edgeItems = 3;
const prefix = "tensor(";
const largestPlain = 1e8;
const smallestPlain = 1e-4;
const largestPlainRatio = 1000;

/** @param suffixes what torch writes after the values, e.g. `requires_grad=True` or `grad_fn=<EmbeddingBackward0>`
 *  @throws RangeError when the values do not fill the shape */
export function printTensor(tensor: PrintableTensor, suffixes: readonly string[] = []): string {
  const { shape, dtype, values } = tensor;
  const size = shape.reduce((product, length) => product * length, 1);
  if (values.length < size) {
    throw rangeError(say`${values.length} values do not fill a tensor of shape [${shape.join(", ")}]. Pass ${size} values, row-major.`);
  }
  if (size === 0) {
    const shown = shape.length === 1 ? [] : [`size=${printTuple(shape)}`];
    return withSuffixes(`${prefix}[]`, [...shown, ...(dtype === "int64" ? ["dtype=torch.int64"] : []), ...suffixes]);
  }
  const summarise = isSummarised(size);
  const format = dtype === "int64" ? intFormat(shownValues(tensor, summarise)) : floatFormat(shownValues(tensor, summarise));
  return withSuffixes(prefix + printDimension(tensor, 0, 0, size, prefix.length, summarise, format), suffixes);
}

/** `torch.Size([8, 3])`, as printing a tensor's shape gives it. */
export function printSize(shape: readonly number[]): string {
  return `torch.Size([${shape.join(", ")}])`;
}

/** Formats one element to `width`, right-aligned; zeros and non-finite values may be wider, as in torch. */
interface ElementFormat {
  readonly width: number;
  readonly format: (value: number) => string;
}

function intFormat(values: Iterable<number>): ElementFormat {
  let width = 1;
  for (const value of values) width = Math.max(width, String(value).length);
  return { width, format: (value) => String(value).padStart(width) };
}

/** Whole numbers print as `2.`, others with 4 digits, and as 1.0000e+00 when the magnitudes are extreme or too far apart. */
function floatFormat(values: readonly number[]): ElementFormat {
  const decisive = values.filter((value) => Number.isFinite(value) && value !== 0);
  let [smallest, largest] = [Infinity, 0];
  for (const value of decisive) {
    smallest = Math.min(smallest, Math.abs(value));
    largest = Math.max(largest, Math.abs(value));
  }
  const isWhole = decisive.every((value) => Number.isInteger(value));
  const isExtreme = largest / smallest > largestPlainRatio || largest > largestPlain || (!isWhole && smallest < smallestPlain);
  const digits = isExtreme ? formatScientific : isWhole ? formatWhole : formatFixed;
  const point = isWhole && !isExtreme ? "." : "";
  const width = decisive.reduce((widest, value) => Math.max(widest, digits(value).length + point.length), 1);
  return { width, format: (value) => (formatNonFinite(value) ?? digits(value) + point).padStart(width) };
}

function printDimension(
  tensor: PrintableTensor,
  dimension: number,
  from: number,
  size: number,
  indent: number,
  summarise: boolean,
  element: ElementFormat,
): string {
  const { shape, values } = tensor;
  const length = shape[dimension] ?? 1;
  const innerSize = size / length;
  const isLast = dimension === shape.length - 1;
  const items: string[] = [];
  for (const i of shownIndexes(length, summarise)) {
    if (i === "...") items.push(isLast ? " ..." : "...");
    else if (isLast) items.push(element.format(values[from + i] ?? 0)); // the size was checked: the fallback is never taken
    else items.push(printDimension(tensor, dimension + 1, from + i * innerSize, innerSize, indent + 1, summarise, element));
  }
  const margin = " ".repeat(indent + 1);
  if (!isLast) return `[${items.join(`,${"\n".repeat(shape.length - dimension - 1)}${margin}`)}]`;
  const perLine = Math.max(1, Math.floor((lineWidth - indent) / (element.width + ", ".length)));
  const lines: string[] = [];
  for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(", "));
  return `[${lines.join(`,\n${margin}`)}]`;
}

/** The elements that appear, which alone decide the format. */
function shownValues({ shape, values }: PrintableTensor, summarise: boolean): number[] {
  let offsets = [0];
  for (const [dimension, length] of shape.entries()) {
    const innerSize = shape.slice(dimension + 1).reduce((product, inner) => product * inner, 1);
    const shown = printedIndexes(length, summarise);
    offsets = offsets.flatMap((offset) => shown.map((i) => offset + i * innerSize));
  }
  return offsets.map((offset) => values[offset] ?? 0);
}

/** @param size elements of the whole tensor */
export const isSummarised = (size: number): boolean => size > summariseAbove;

/** The indexes of one dimension that are printed. */
export const printedIndexes = (length: number, summarise: boolean): number[] => shownIndexes(length, summarise).filter((i) => i !== "...");

function shownIndexes(length: number, summarise: boolean): (number | "...")[] {
  if (!summarise || length <= 2 * edgeItems) return Array.from({ length }, (_, i) => i);
  return [0, 1, 2, "...", length - 3, length - 2, length - 1];
}

/** Suffixes stay on the last line while they fit. The first line's length is counted two too long, as torch does. */
function withSuffixes(text: string, suffixes: readonly string[]): string {
  let lastLineLength = text.length - text.lastIndexOf("\n") + 1;
  let printed = text;
  for (const suffix of suffixes) {
    if (lastLineLength + suffix.length + 2 > lineWidth) {
      printed += `,\n${" ".repeat(prefix.length)}${suffix}`;
      lastLineLength = prefix.length + suffix.length;
    } else {
      printed += `, ${suffix}`;
      lastLineLength += suffix.length + 2;
    }
  }
  return `${printed})`;
}

const printTuple = (items: readonly number[]): string => (items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`);
