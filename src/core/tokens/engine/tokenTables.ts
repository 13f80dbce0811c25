/** The tokens of a vocabulary as arrays by id, for code that runs once per token. What merging needs is there at once; lengths and bytes follow
 *  from the merges, and are laid out on first use. Nobody but this file writes to the arrays. */
import { noMerge } from "../vocabularyFile.ts";
import type { Merges } from "../vocabularyFile.ts";

/** Bytes of a token, at most: what a shape has room for. */
export const longestToken = 2047;
export const unitsShift = 11;
export const unitsMask = 0x7ff;
export const leadShift = 22;
export const leadMask = 3;
export const insideShift = 24;
const lengthAndUnits = (1 << leadShift) - 1;
const leadBits = leadMask << leadShift;
const insideBit = 1 << insideShift;

/** Ids laid out per step of `prepareSteps`. */
const idsPerStep = 8192;

interface Layout {
  readonly lengths: Uint16Array;
  readonly shapes: Int32Array;
  readonly starts: Int32Array;
  readonly pool: Uint8Array;
}

/** Tokens by id, laid out for code that runs once per token. */
export interface TokenLayout {
  readonly vocabSize: number;
  /** [vocabSize] bytes of each token; 0 where an id names no token. */
  readonly lengths: Uint16Array;
  /** [vocabSize] a token's length, | `unitsShift`: code units of the characters that begin in it, | `leadShift`: those of the last of these
   *  (0 if none begins in it), | `insideShift`: 1 if it begins inside a character. */
  readonly shapes: Int32Array;
  /** [vocabSize] where each token's bytes start in `pool`. */
  readonly starts: Int32Array;
  readonly pool: Uint8Array;
  /** Whether the lengths of tokens say where they are in a text: not where a text is normalized, where a token takes white space along, or
   *  where two texts have one id. */
  readonly givePlaces: boolean;
}

export class TokenTables implements TokenLayout {
  /** Mergeable ids: 0 … mergeableCount − 1. */
  readonly mergeableCount: number;
  readonly vocabSize: number;
  readonly merges: Merges;
  /** [256] the id of each byte, and the byte of each id below 256. */
  readonly idOfByte: Int32Array;
  readonly byteOfId: Uint8Array;
  readonly givePlaces: boolean;
  readonly #others: ReadonlyMap<number, Uint8Array>;
  #steps: Generator<void, Layout> | undefined;
  #layout: Layout | undefined;

  /** @param others the bytes of ids that are not merged from others and are no byte: special tokens */
  constructor(merges: Merges, others: ReadonlyMap<number, Uint8Array>, givePlaces = true) {
    this.givePlaces = givePlaces;
    this.merges = merges;
    this.mergeableCount = merges.idCount;
    this.vocabSize = Math.max(merges.idCount, ...[...others.keys()].map((id) => id + 1));
    this.byteOfId = merges.byteOfId.slice();
    this.idOfByte = new Int32Array(256);
    for (let id = 0; id < 256; id++) this.idOfByte[merges.byteOfId[id]!] = id;
    this.#others = others;
  }

  /** [mergeableCount] the ranks that a token is merged from (a byte, or an id from 256 on), `noMerge` where it is not. */
  get left(): Int32Array {
    return this.merges.left;
  }

  get right(): Int32Array {
    return this.merges.right;
  }

  get lengths(): Uint16Array {
    return this.#prepared().lengths;
  }

  get shapes(): Int32Array {
    return this.#prepared().shapes;
  }

  get starts(): Int32Array {
    return this.#prepared().starts;
  }

  get pool(): Uint8Array {
    return this.#prepared().pool;
  }

  /** Lays out lengths and bytes in steps of a few milliseconds. */
  *prepareSteps(): Generator<void, void> {
    while (this.#layout === undefined) {
      this.#advance();
      yield;
    }
  }

  #prepared(): Layout {
    while (this.#layout === undefined) this.#advance();
    return this.#layout;
  }

  #advance(): void {
    this.#steps ??= layOutSteps(this, this.#others);
    const step = this.#steps.next();
    if (step.done === true) this.#layout = step.value;
  }
}

function* layOutSteps(tables: TokenTables, others: ReadonlyMap<number, Uint8Array>): Generator<void, Layout> {
  const { vocabSize } = tables;
  for (const _ of tables.merges.unpackSteps?.() ?? []) yield;
  const lengths = new Uint16Array(vocabSize);
  const starts = new Int32Array(vocabSize + 1);
  for (let from = 0; from < vocabSize; from += idsPerStep) {
    layOutLengths(tables, others, lengths, starts, from, Math.min(vocabSize, from + idsPerStep));
    yield;
  }
  const layout: Layout = { lengths, starts, shapes: new Int32Array(vocabSize), pool: new Uint8Array(starts[vocabSize]! + 32) };
  for (let from = 0; from < vocabSize; from += idsPerStep) {
    layOutBytes(tables, others, layout, from, Math.min(vocabSize, from + idsPerStep));
    yield;
  }
  return layout;
}

function layOutLengths(
  { left, right }: TokenTables,
  others: ReadonlyMap<number, Uint8Array>,
  lengths: Uint16Array,
  starts: Int32Array,
  from: number,
  to: number,
): void {
  for (let id = from; id < to; id++) {
    const leftRank = left[id] ?? noMerge; // of bytes, ranks and ids differ, but all are one long
    const length = id < 256 ? 1 : leftRank === noMerge ? (others.get(id)?.length ?? 0) : lengths[leftRank]! + lengths[right[id]!]!;
    lengths[id] = length;
    starts[id + 1] = starts[id]! + length;
  }
}

/** A token's bytes and shape are those of its left part and its right part. */
function layOutBytes(
  { left, right, byteOfId, idOfByte }: TokenTables,
  others: ReadonlyMap<number, Uint8Array>,
  layout: Layout,
  from: number,
  to: number,
): void {
  const { lengths, starts, shapes, pool } = layout;
  for (let id = from; id < to; id++) {
    let at = starts[id]!;
    const leftRank = left[id] ?? noMerge;
    if (leftRank === noMerge) {
      const bytes = id < 256 ? byteOfId.subarray(id, id + 1) : (others.get(id) ?? new Uint8Array(0));
      pool.set(bytes, at);
      shapes[id] = shapeOf(bytes);
      continue;
    }
    const rightRank = right[id]!;
    const leftId = idOfByte[leftRank] ?? leftRank;
    const rightId = idOfByte[rightRank] ?? rightRank;
    for (let i = 0, start = starts[leftId]!; i < lengths[leftId]!; i++) pool[at++] = pool[start + i]!;
    for (let i = 0, start = starts[rightId]!; i < lengths[rightId]!; i++) pool[at++] = pool[start + i]!;
    const [first, second] = [shapes[leftId]!, shapes[rightId]!];
    const lead = second & leadBits || first & leadBits;
    shapes[id] = ((first + second) & lengthAndUnits) | lead | (first & insideBit);
  }
}

export function shapeOf(bytes: Uint8Array): number {
  let units = 0;
  let lead = 0;
  for (const byte of bytes) {
    if ((byte & 0xc0) === 0x80) continue;
    lead = byte < 0xf0 ? 1 : 2;
    units += lead;
  }
  const isInside = bytes.length > 0 && (bytes[0]! & 0xc0) === 0x80;
  return bytes.length | (units << unitsShift) | (lead << leadShift) | (isInside ? insideBit : 0);
}
