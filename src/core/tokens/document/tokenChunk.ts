/** A stretch of a document and its tokens, as `TokenizedText` is made of: a few thousand code units, never changed, shared by versions. */
import { continues, idMask } from "../engine/encoder.ts";
import { insideShift, leadMask, leadShift, unitsShift } from "../engine/tokenTables.ts";
import type { TokenTables } from "../engine/tokenTables.ts";

/** Code units of a chunk, as a rule; between a quarter and twice as many after edits. */
export const chunkLength = 8192;
/** Tokens of a chunk, where there are so many that they count for more: what an edit copies. */
const chunkTokens = 4096;

/** A stretch of the text and its tokens. Never changes; versions of a text share it, so it can be the key of a WeakMap. It begins and ends
 *  at a character and a token, but a huge piece may lie in several chunks. */
export interface TokenChunk {
  readonly text: string;
  readonly byteLength: number;
  readonly ids: Int32Array;
  /** Per token: 1 if it continues the piece of the token before it, also across chunks. */
  readonly continues: Uint8Array;
  /** Where each token ends, in code units from the start of the chunk; see `EncodedText`. Computed on first use. */
  readonly ends: Int32Array;
  /** Where each token ends, in bytes from the start of the chunk. Computed on first use. */
  readonly byteEnds: Int32Array;
}

/** The chunk with these tokens. @param ends their ends, if already known */
export function createChunk(
  tables: TokenTables,
  text: string,
  byteLength: number,
  ids: Int32Array,
  continuing: Uint8Array,
  ends?: Int32Array,
): TokenChunk {
  return new Chunk(tables, text, byteLength, ids, continuing, ends);
}

class Chunk implements TokenChunk {
  readonly #tables: TokenTables;
  #ends: Int32Array | undefined;
  #byteEnds: Int32Array | undefined;
  readonly text: string;
  readonly byteLength: number;
  readonly ids: Int32Array;
  readonly continues: Uint8Array;

  constructor(
    tables: TokenTables,
    text: string,
    byteLength: number,
    ids: Int32Array,
    continuing: Uint8Array,
    ends: Int32Array | undefined,
  ) {
    this.#tables = tables;
    this.text = text;
    this.byteLength = byteLength;
    this.ids = ids;
    this.continues = continuing;
    this.#ends = ends;
  }

  get ends(): Int32Array {
    return (this.#ends ??= this.byteLength === this.text.length ? this.byteEnds : textEnds(this.#tables, this.ids));
  }

  get byteEnds(): Int32Array {
    return (this.#byteEnds ??= byteEnds(this.#tables, this.ids));
  }
}

function byteEnds({ lengths }: TokenTables, ids: Int32Array): Int32Array {
  const ends = new Int32Array(ids.length);
  for (let i = 0, end = 0; i < ids.length; i++) ends[i] = end += lengths[ids[i]!]!;
  return ends;
}

/** The last character boundary at or before each token's last byte, in code units. Without branches, as `writeIdsAndEnds`. */
function textEnds({ shapes }: TokenTables, ids: Int32Array): Int32Array {
  const ends = new Int32Array(ids.length);
  let unit = 0;
  let lead = 0; // code units of the last character that has begun
  for (let i = 0; i < ids.length; i++) {
    const shape = shapes[ids[i]!]!;
    if (i > 0) ends[i - 1] = unit - (lead & -((shape >> insideShift) & 1)); // if this one goes on with that character
    unit += (shape >> unitsShift) & 0xff;
    const newLead = (shape >> leadShift) & leadMask;
    lead = newLead | (lead & ((newLead - 1) >> 31)); // the new one unless it is 0
  }
  if (ids.length > 0) ends[ids.length - 1] = unit; // a chunk ends with a character
  return ends;
}

/** Whether the token begins inside a character: with a byte that continues one. */
export const beginsInside = ({ shapes }: TokenTables, id: number): boolean => ((shapes[id]! >> insideShift) & 1) === 1;

/** Gathers tokens, in the order of the text, into chunks of about `chunkLength`. */
export class ChunkBuilder {
  readonly #tables: TokenTables;
  readonly #text: string;
  readonly chunks: TokenChunk[] = [];
  /** The tokens since the last chunk, with `continues`, and what they cover. */
  #ids = new Int32Array(chunkLength);
  #count = 0;
  #from = 0;
  #to = 0;
  #byteLength = 0;

  constructor(tables: TokenTables, text: string) {
    this.#tables = tables;
    this.#text = text;
  }

  /** Adds tokens that cover the next `length` code units. */
  add(ids: Int32Array, count: number, length: number, byteLength: number): void {
    if (this.#count + count > this.#ids.length) {
      const grown = new Int32Array((this.#count + count) * 2);
      grown.set(this.#ids.subarray(0, this.#count));
      this.#ids = grown;
    }
    this.#ids.set(count === ids.length ? ids : ids.subarray(0, count), this.#count);
    this.#count += count;
    this.#to += length;
    this.#byteLength += byteLength;
    if (this.#to - this.#from >= chunkLength * 0.75) this.flush();
  }

  /** Makes a chunk of what has gathered; several if it is much. */
  flush(): void {
    if (this.#count === 0) return;
    const ids = new Int32Array(this.#count);
    const continuing = new Uint8Array(this.#count);
    for (let i = 0; i < ids.length; i++) {
      const id = this.#ids[i]!;
      ids[i] = id & idMask;
      continuing[i] = (id & continues) === 0 ? 0 : 1;
    }
    const text = this.#text.slice(this.#from, this.#to);
    for (const chunk of splitChunk(this.#tables, createChunk(this.#tables, text, this.#byteLength, ids, continuing)))
      this.chunks.push(chunk);
    this.#from = this.#to;
    this.#count = 0;
    this.#byteLength = 0;
  }
}

/** The chunk itself, or if it is more than twice as long as it should be, its parts. */
export function splitChunk(tables: TokenTables, chunk: TokenChunk): readonly TokenChunk[] {
  if (chunk.text.length <= chunkLength * 2 && chunk.ids.length <= chunkTokens * 2) return [chunk];
  const { text, ids, continues: continuing, ends } = chunk;
  const { lengths } = tables;
  const chunks: TokenChunk[] = [];
  let first = 0;
  let from = 0;
  let byteLength = 0;
  for (let i = 0; i < ids.length; i++) {
    byteLength += lengths[ids[i]!]!;
    const to = ends[i]!;
    const isLast = i + 1 === ids.length;
    if (!isLast && ((to - from < chunkLength && i + 1 - first < chunkTokens) || beginsInside(tables, ids[i + 1]!))) continue;
    chunks.push(createChunk(tables, text.slice(from, to), byteLength, ids.slice(first, i + 1), continuing.slice(first, i + 1)));
    first = i + 1;
    from = to;
    byteLength = 0;
  }
  return chunks;
}
