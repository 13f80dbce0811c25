/** Where everything lies in the module's one memory. Loads and stores of AssemblyScript are unchecked, so each region is followed by `guard` bytes
 *  that nobody writes on purpose; engine/core.ts checks them in tests. Regions follow each other in the order of `layOut` and `setCapacity`. */

/** Bytes between two regions. Longer than any look-ahead and than any store past an end (ids go out four at a time). */
export const guard: usize = 128;

/** Results and addresses, read by engine/core.ts: see `headerFields` there. */
export const header: usize = memory.data(256, 16);

/** [0x40000] class flags of each code point; see pattern/characterClass.ts. */
export let classes: usize = 0;
/** [0x10440] see unsettled.ts. */
export let normalClasses: usize = 0;
/** [8192] see utf16.ts. Here, for a module holds the zeros of what it declares itself. */
export let shuffles: usize = 0;
/** Pairs of parts → what they merge to; see pairs.ts. */
export let pairs: usize = 0;
export let pairShift: u64 = 0;
export let pairFilter: usize = 0;
export let bytePairs: usize = 0;
/** [ownIdsFrom] the id of each rank. */
export let idOfRank: usize = 0;
/** [rankCount] of each rank: what it is merged from, where its bytes start in `pool`. */
export let lefts: usize = 0;
export let rights: usize = 0;
export let starts: usize = 0;
export let pool: usize = 0;
export let poolBytes: u32 = 0;
/** [idCount] bytes of each token, by id. */
export let lengthOfId: usize = 0;
/** The vocabulary by bytes; before it is filled, the list of a vocabulary file (sortedPairs.ts). */
export let tokens: usize = 0;
export let tokenShift: u64 = 0;
/** The caches of pieces; see lookUp.ts. */
export let slots: usize = 0;
export let longSlots: usize = 0;
export let longPieces: usize = 0;
export let records: usize = 0;
/** Scratch of merging: [mergeWindow] parts and ranks. */
export let parts: usize = 0;
export let ranks: usize = 0;
/** The block at work: its text, the ends of its pieces, its ids, and on request the ends of its tokens. */
export let text: usize = 0;
export let pieceEnds: usize = 0;
export let ids: usize = 0;
export let byteEnds: usize = 0;
export let unitEnds: usize = 0;

export let rankCount: u32 = 0;
/** `idOfRank` has the ids of the ranks below; those from here on are their own ids. */
export let ownIdsFrom: u32 = 0;
/** log2 of the slots that there may be for short pieces, and for long ones. */
export let mostSlotBits: u32 = 0;
export let mostLongSlotBits: u32 = 0;
/** Where the tables end, which another memory may take over, and where the block begins. */
export let tablesEnd: usize = 0;
let blockStart: usize = 0;

export const longBits: u64 = 15;
export const recordBytes: usize = 1 << 21;
export const mergeWindow: usize = 1 << 18;

/** Of regions: a group of slots, which is four lines of a processor's cache. */
const alignment: usize = 256;

let next: usize = 0;
function region(bytes: usize): usize {
  const at = next;
  next = (at + bytes + guard + alignment - 1) & ~(alignment - 1);
  return at;
}

/** Makes sure that the memory reaches to `next`. */
function grow(): bool {
  const pages = <i32>((next + 0xffff) >>> 16) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

function bitsFor(count: usize): u64 {
  let bits: u64 = 8;
  while ((<usize>1) << (<usize>bits) < count) bits++;
  return bits;
}

/** Lays out all tables but `pool`. @param ownIds ranks from here on are their own ids  @param slotBits log2 of the slots that the cache of pieces may have  @returns 0 when there is no room */
export function layOutTables(count: u32, idCount: u32, slotBits: u32, ownIds: u32): i32 {
  rankCount = count;
  ownIdsFrom = ownIds;
  mostSlotBits = slotBits;
  mostLongSlotBits = slotBits - 2;
  next = (__heap_base + guard + alignment - 1) & ~(alignment - 1);
  lefts = region(<usize>count * 4);
  rights = region(<usize>count * 4);
  idOfRank = region(<usize>ownIds * 4);
  starts = region(<usize>count * 4 + 4);
  lengthOfId = region(<usize>idCount * 2);
  bytePairs = region(0x40000);
  const pairBits = bitsFor(<usize>count + (count >> 2));
  pairs = region((<usize>8) << (<usize>pairBits));
  pairShift = 64 - pairBits;
  pairFilter = region((<usize>1) << (<usize>pairBits - 1));
  const tokenBits = bitsFor(<usize>count + (count >> 2));
  tokens = region((<usize>8) << (<usize>tokenBits));
  tokenShift = 64 - tokenBits;
  classes = region(0x40000);
  normalClasses = region(0x10440);
  shuffles = region(0x2000);
  return <i32>grow();
}

/** Lays out `pool`, the last of the tables, and what is filled while encoding. @param end where the tables end, if another memory says so
 *  @returns 0 when there is no room */
export function layOutPool(bytes: u32, end: usize = 0): i32 {
  poolBytes = bytes;
  pool = region(bytes);
  if (end != 0) next = end;
  tablesEnd = next;
  slots = region((<usize>64) << (<usize>mostSlotBits));
  longSlots = region((<usize>64) << (<usize>mostLongSlotBits));
  longPieces = region((<usize>16) << (<usize>longBits));
  records = region(recordBytes);
  parts = region(mergeWindow * 4);
  ranks = region(mergeWindow * 4);
  blockStart = next;
  return <i32>grow();
}

/** Lays out the block's regions anew for texts of up to so many bytes. What they held is lost. @returns 0 when there is no room */
export function layOutBlock(capacity: u32): i32 {
  next = blockStart;
  const list = <u64>capacity * 4 + guard;
  if (<u64>blockStart + capacity + list * 4 + guard * 8 > 0xffff0000) return 0;
  text = region(capacity);
  ids = region(<usize>list);
  pieceEnds = region(<usize>list);
  byteEnds = region(<usize>list);
  unitEnds = region(<usize>list);
  return <i32>grow();
}
