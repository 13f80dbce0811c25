/** Piece → ids: the vocabulary and a cache of pieces that are no token, in the same tables, so that either is found with one probe. Pieces are
 *  keyed by their bytes as words, read where they lie: no strings, and no comparison loop up to 16 bytes.
 *
 *  Three open-addressing tables by length. No token has to be there for the ids to be right (merging finds every token), so the vocabulary may
 *  be added little by little. Once it is whole and in before all cached pieces, these are taken out, when they are too many, all at once: no
 *  probe sequence of the vocabulary passes through one, so nothing else has to move. */

/** Slots of one table, four or eight words each. */
export interface Slots {
  readonly words: Int32Array;
  /** 32 − log2(number of slots): hash >>> shift is a slot. */
  readonly shift: number;
  /** Where the cached pieces stand, and how many there are. */
  readonly cached: Int32Array;
  cachedCount: number;
}

export interface PieceTable {
  /** Up to 8 bytes: the bytes (two words, zeros after the end), the length (0: empty), the value. */
  readonly short: Slots;
  /** 9 to 16 bytes: the bytes (four words), the length (0: empty), the value, two unused. */
  readonly medium: Slots;
  /** 17 bytes and more: the hash, the length (0: empty), the index of the first byte's word in `pool`, the value. */
  readonly long: Slots;
  /** The bytes of the long pieces as words, zeros after the end of each. */
  readonly pool: Int32Array;
  poolLength: number;
  poolOfVocabulary: number;
  /** Whether a token was added after a cached piece. */
  isMixed: boolean;
  /** For each cached piece: the number of its ids, then the ids. */
  readonly cells: Int32Array;
  cellsLength: number;
}

export const shortLength = 8;
export const mediumLength = 16;
/** The longest token has 128 bytes; longer pieces are not cached either. */
export const longestKept = 128;

/** Words of the pool that one more piece may need. */
const poolMargin = (longestKept >> 2) + 1;

/** Value of a piece that is not found. Other values: ≥ 0 an id; below 0 the ids lie in `cells` from ~value on. */
export const missing = -0x80000000;

/** firstMask[n], secondMask[n]: which bytes of the first and second word belong to a piece of n bytes, n ≤ 8. */
const masks = (from: number): Int32Array =>
  Int32Array.from({ length: 9 }, (_, length) => (length - from >= 4 ? -1 : length <= from ? 0 : (1 << ((length - from) * 8)) - 1));
export const firstMask = masks(0);
export const secondMask = masks(4);

/** Odd constants without pattern; the top bits of a sum of products depend on all bits of the words. */
export const factor0 = 0x9e3779b1;
export const factor1 = 0x85ebca77;
export const factor2 = 0xc2b2ae3d;
export const factor3 = 0x27d4eb2f;

/** An empty table for a vocabulary of so many tokens. Of the known ones at most four fifths are short, a quarter medium, 3 % long. */
export function createPieceTable(tokenCount: number): PieceTable {
  return {
    short: createSlots(tokenCount * 0.8, 4, 17),
    medium: createSlots(tokenCount * 0.25, 8, 16),
    long: createSlots(tokenCount * 0.03, 4, 16),
    pool: new Int32Array(0x40000),
    poolLength: 0,
    poolOfVocabulary: 0,
    isMixed: false,
    cells: new Int32Array(0x100000),
    cellsLength: 0,
  };
}

function createSlots(count: number, stride: number, leastBits: number): Slots {
  let bits = leastBits;
  while (1 << bits < count * 2) bits++;
  const slotCount = 1 << bits;
  return {
    words: new Int32Array(slotCount * stride),
    shift: 32 - bits,
    cached: new Int32Array(Math.floor(slotCount * 0.65 - count)),
    cachedCount: 0,
  };
}

/** The slot (as a word index) of the piece bytes[from, from + length), or the empty slot where it belongs. */
export function findSlot(table: PieceTable, view: DataView, from: number, length: number): number {
  if (length <= shortLength) return findShort(table.short, view, from, length);
  if (length <= mediumLength) return findMedium(table.medium, view, from, length);
  return findLong(table, view, from, length);
}

function findShort({ words, shift }: Slots, view: DataView, from: number, length: number): number {
  const first = view.getInt32(from, true) & firstMask[length]!;
  const second = view.getInt32(from + 4, true) & secondMask[length]!;
  const mask = words.length - 1;
  let slot = ((Math.imul(first, factor0) + Math.imul(second, factor1)) >>> shift) << 2;
  while (words[slot + 2] !== 0 && (words[slot] !== first || words[slot + 1] !== second || words[slot + 2] !== length))
    slot = (slot + 4) & mask;
  return slot;
}

function findMedium({ words, shift }: Slots, view: DataView, from: number, length: number): number {
  const first = view.getInt32(from, true);
  const second = view.getInt32(from + 4, true);
  const third = view.getInt32(from + 8, true) & firstMask[length - 8]!;
  const fourth = view.getInt32(from + 12, true) & secondMask[length - 8]!;
  const mask = words.length - 1;
  const hash = Math.imul(first, factor0) + Math.imul(second, factor1) + Math.imul(third, factor2) + Math.imul(fourth, factor3);
  let slot = (hash >>> shift) << 3;
  while (
    words[slot + 4] !== 0 &&
    (words[slot] !== first ||
      words[slot + 1] !== second ||
      words[slot + 2] !== third ||
      words[slot + 3] !== fourth ||
      words[slot + 4] !== length)
  ) {
    slot = (slot + 8) & mask;
  }
  return slot;
}

function findLong(table: PieceTable, view: DataView, from: number, length: number): number {
  const { words, shift } = table.long;
  const { pool } = table;
  const wholeWords = length >> 2;
  const lastMask = firstMask[length & 3]!;
  let hash = length;
  for (let i = 0; i < wholeWords; i++) {
    hash = Math.imul(hash ^ view.getInt32(from + i * 4, true), factor0);
    hash ^= hash >>> 15;
  }
  const last = view.getInt32(from + wholeWords * 4, true) & lastMask;
  hash = Math.imul(hash ^ last, factor1);
  const mask = words.length - 1;
  let slot = (hash >>> shift) << 2;
  for (; words[slot + 1] !== 0; slot = (slot + 4) & mask) {
    if (words[slot] !== hash || words[slot + 1] !== length) continue;
    const start = words[slot + 2]!;
    let i = 0;
    while (i < wholeWords && pool[start + i] === view.getInt32(from + i * 4, true)) i++;
    if (i === wholeWords && pool[start + i] === last) return slot;
  }
  words[slot] = hash; // an empty slot (length 0) remembers it for `fill`
  return slot;
}

/** The value of a piece of more than `mediumLength` bytes, or `missing`. */
export function longValue(table: PieceTable, view: DataView, from: number, length: number): number {
  if (length > longestKept) return missing;
  const { words } = table.long;
  const slot = findLong(table, view, from, length);
  return words[slot + 1] === 0 ? missing : words[slot + 3]!;
}

/** The value in a slot that `findSlot` gave, or `missing`. */
export function valueAt(table: PieceTable, slot: number, length: number): number {
  if (length <= shortLength) return table.short.words[slot + 2] === 0 ? missing : table.short.words[slot + 3]!;
  if (length <= mediumLength) return table.medium.words[slot + 4] === 0 ? missing : table.medium.words[slot + 5]!;
  return table.long.words[slot + 1] === 0 ? missing : table.long.words[slot + 3]!;
}

/** Adds a token of the vocabulary, if it is not there. */
export function addToken(table: PieceTable, view: DataView, from: number, length: number, id: number): void {
  if (length > longestKept) return;
  const slot = findSlot(table, view, from, length);
  if (valueAt(table, slot, length) !== missing) return;
  if (length > mediumLength && table.poolLength + poolMargin > table.pool.length) return;
  fill(table, slot, view, from, length, id);
  table.poolOfVocabulary = table.poolLength;
  table.isMixed ||= table.cellsLength > 0;
}

/** Remembers that the piece bytes[from, from + length), which is not in the table, becomes ids[first, last).
 *  @returns false if there is no room: then the pieces have to be forgotten first */
export function addPiece(
  table: PieceTable,
  view: DataView,
  from: number,
  length: number,
  ids: Int32Array,
  first: number,
  last: number,
): boolean {
  if (length > longestKept) return true;
  const slots = length <= shortLength ? table.short : length <= mediumLength ? table.medium : table.long;
  const count = last - first;
  const cell = table.cellsLength;
  const { cells } = table;
  if (slots.cachedCount === slots.cached.length || cell + count + 4 > cells.length || table.poolLength + poolMargin > table.pool.length)
    return false;
  const slot = findSlot(table, view, from, length);
  cells[cell] = count;
  for (let i = 0; i < count; i++) cells[cell + 1 + i] = ids[first + i]!;
  table.cellsLength = cell + 1 + count;
  fill(table, slot, view, from, length, ~cell);
  slots.cached[slots.cachedCount++] = slot;
  return true;
}

function fill(table: PieceTable, slot: number, view: DataView, from: number, length: number, value: number): void {
  if (length <= shortLength) {
    const { words } = table.short;
    words[slot] = view.getInt32(from, true) & firstMask[length]!;
    words[slot + 1] = view.getInt32(from + 4, true) & secondMask[length]!;
    words[slot + 2] = length;
    words[slot + 3] = value;
  } else if (length <= mediumLength) {
    const { words } = table.medium;
    words[slot] = view.getInt32(from, true);
    words[slot + 1] = view.getInt32(from + 4, true);
    words[slot + 2] = view.getInt32(from + 8, true) & firstMask[length - 8]!;
    words[slot + 3] = view.getInt32(from + 12, true) & secondMask[length - 8]!;
    words[slot + 4] = length;
    words[slot + 5] = value;
  } else {
    const { words } = table.long;
    words[slot + 1] = length;
    words[slot + 2] = table.poolLength;
    words[slot + 3] = value;
    const wholeWords = length >> 2;
    for (let i = 0; i < wholeWords; i++) table.pool[table.poolLength++] = view.getInt32(from + i * 4, true);
    table.pool[table.poolLength++] = view.getInt32(from + wholeWords * 4, true) & firstMask[length & 3]!;
  }
}

/** Forgets the cached pieces. @returns whether the vocabulary stays; otherwise (a token stands behind a piece) the table is empty */
export function forgetPieces(table: PieceTable): boolean {
  const { short, medium, long, isMixed } = table;
  for (const slots of [short, medium, long]) {
    const lengthAt = slots === short ? 2 : slots === medium ? 4 : 1;
    if (isMixed) slots.words.fill(0);
    else for (let i = 0; i < slots.cachedCount; i++) slots.words[slots.cached[i]! + lengthAt] = 0;
    slots.cachedCount = 0;
  }
  table.cellsLength = 0;
  table.poolLength = isMixed ? 0 : table.poolOfVocabulary;
  table.isMixed = false;
  return !isMixed;
}
