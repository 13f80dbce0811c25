/** A stretch of a document and its tokens, as `TokenizedText` is made of: a few thousand code units, never changed, shared by versions. */
import { continues, idMask } from "../engine/encoder.ts";
import { insideShift, leadMask, leadShift, unitsMask, unitsShift } from "../engine/tokenTables.ts";
import type { TokenLayout } from "../engine/tokenTables.ts";

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
  tokens: TokenLayout,
  text: string,
  byteLength: number,
  ids: Int32Array,
  continuing: Uint8Array,
  ends?: Int32Array,
): TokenChunk {
  return new Chunk(tokens, text, byteLength, ids, continuing, ends);
}

class Chunk implements TokenChunk {
  readonly #tokens: TokenLayout;
  #ends: Int32Array | undefined;
  #byteEnds: Int32Array | undefined;
  readonly text: string;
  readonly byteLength: number;
  readonly ids: Int32Array;
  readonly continues: Uint8Array;

  constructor(
    tokens: TokenLayout,
    text: string,
    byteLength: number,
    ids: Int32Array,
    continuing: Uint8Array,
    ends: Int32Array | undefined,
  ) {
    this.#tokens = tokens;
    this.text = text;
    this.byteLength = byteLength;
    this.ids = ids;
    this.continues = continuing;
    this.#ends = ends;
  }

  get ends(): Int32Array {
    return (this.#ends ??= this.byteLength === this.text.length ? this.byteEnds : textEnds(this.#tokens, this.ids));
  }

  get byteEnds(): Int32Array {
    return (this.#byteEnds ??= this.#tokens.givePlaces ? byteEnds(this.#tokens, this.ids) : byteEndsInText(this.#tokens, this));
  }
}

function byteEnds({ lengths }: TokenLayout, ids: Int32Array): Int32Array {
  const ends = new Int32Array(ids.length);
  for (let i = 0, end = 0; i < ids.length; i++) ends[i] = end += lengths[ids[i]!]!;
  return ends;
}

/** Of tokens whose lengths are not those of the text they stand for: the bytes up to where each ends, and those of the next character that
 *  it holds, if it ends inside one that was not changed. */
function byteEndsInText({ starts, lengths, pool, shapes }: TokenLayout, { text, ids, ends }: TokenChunk): Int32Array {
  const found = new Int32Array(ids.length);
  const utf8 = new TextEncoder();
  let unit = 0;
  let byte = 0;
  let held = 0; // bytes of the next character in the tokens so far
  for (const [i, id] of ids.entries()) {
    const end = ends[i]!;
    if (end > unit) {
      byte += utf8Length(text, unit, end);
      held = 0;
      unit = end;
    }
    const next = ids[i + 1];
    if (next !== undefined && ((shapes[next]! >> insideShift) & 1) === 1) {
      const bytes = pool.subarray(starts[id], starts[id]! + lengths[id]!);
      const lead = bytes.findLastIndex((each) => (each & 0xc0) !== 0x80);
      const character = utf8.encode(String.fromCodePoint(text.codePointAt(end) ?? 0));
      const from = lead >= 0 ? 0 : held;
      const part = lead >= 0 ? bytes.subarray(lead) : bytes;
      held = part.every((each, at) => character[from + at] === each) && from + part.length < character.length ? from + part.length : 0;
    } else held = 0;
    found[i] = byte + held;
  }
  // The first bytes of a changed character may be those of its source: the bytes that follow tell.
  for (let i = ids.length - 2; i >= 0; i--) found[i] = Math.min(found[i]!, found[i + 1]!);
  return found;
}

/** Bytes of text[from, to) as UTF-8. */
export function utf8Length(text: string, from: number, to: number): number {
  let length = 0;
  for (let at = from; at < to; at++) {
    const code = text.codePointAt(at)!; // at < text.length
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (code > 0xffff) at++;
  }
  return length;
}

/** The last character boundary at or before each token's last byte, in code units. Without branches, as `writeIdsAndEnds`. */
function textEnds({ shapes }: TokenLayout, ids: Int32Array): Int32Array {
  const ends = new Int32Array(ids.length);
  let unit = 0;
  let lead = 0; // code units of the last character that has begun
  for (let i = 0; i < ids.length; i++) {
    const shape = shapes[ids[i]!]!;
    if (i > 0) ends[i - 1] = unit - (lead & -((shape >> insideShift) & 1)); // if this one goes on with that character
    unit += (shape >> unitsShift) & unitsMask;
    const newLead = (shape >> leadShift) & leadMask;
    lead = newLead | (lead & ((newLead - 1) >> 31)); // the new one unless it is 0
  }
  if (ids.length > 0) ends[ids.length - 1] = unit; // a chunk ends with a character
  return ends;
}

/** Whether the token begins inside a character: with a byte that continues one. */
export const beginsInside = ({ shapes }: TokenLayout, id: number): boolean => ((shapes[id]! >> insideShift) & 1) === 1;

/** Whether a chunk may begin with a token: not inside a character, nor, where texts are normalized, inside a piece, which may be a changed stretch. */
const mayCut = (tokens: TokenLayout, { ids, continues: continuing }: TokenChunk, token: number): boolean =>
  !beginsInside(tokens, ids[token]!) && (tokens.givePlaces || continuing[token] === 0);

/** Gathers tokens, in the order of the text, into chunks of about `chunkLength`. */
export class ChunkBuilder {
  readonly #tokens: TokenLayout;
  readonly #text: string;
  readonly chunks: TokenChunk[] = [];
  /** The tokens since the last chunk, with `continues`, and what they cover. */
  #ids = new Int32Array(chunkLength);
  /** Where they end, where lengths do not say that. */
  #ends: Int32Array<ArrayBuffer> | undefined;
  #count = 0;
  #from = 0;
  #to = 0;
  #byteLength = 0;

  constructor(tokens: TokenLayout, text: string) {
    this.#tokens = tokens;
    this.#text = text;
    if (!tokens.givePlaces) this.#ends = new Int32Array(chunkLength);
  }

  /** Adds tokens that cover the next `length` code units. @param ends where each ends, from where the first begins; where tokens do not give places */
  add(ids: Int32Array, count: number, length: number, byteLength: number, ends?: Int32Array): void {
    if (this.#count + count > this.#ids.length) {
      this.#ids = lengthened(this.#ids, this.#count, count);
      if (this.#ends !== undefined) this.#ends = lengthened(this.#ends, this.#count, count);
    }
    this.#ids.set(count === ids.length ? ids : ids.subarray(0, count), this.#count);
    if (this.#ends !== undefined && ends !== undefined) {
      const shift = this.#to - this.#from;
      for (let i = 0; i < count; i++) this.#ends[this.#count + i] = shift + ends[i]!;
    }
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
    const ends = this.#ends?.slice(0, this.#count);
    const byteLength = ends === undefined ? this.#byteLength : utf8Length(text, 0, text.length);
    for (const chunk of splitChunk(this.#tokens, createChunk(this.#tokens, text, byteLength, ids, continuing, ends)))
      this.chunks.push(chunk);
    this.#from = this.#to;
    this.#count = 0;
    this.#byteLength = 0;
  }
}

/** The list with room for `more` entries behind the first `count`. */
function lengthened(list: Int32Array, count: number, more: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array((count + more) * 2);
  grown.set(list.subarray(0, count));
  return grown;
}

/** The chunk itself, or if it is more than twice as long as it should be, its parts. */
export function splitChunk(tokens: TokenLayout, chunk: TokenChunk): readonly TokenChunk[] {
  if (chunk.text.length <= chunkLength * 2 && chunk.ids.length <= chunkTokens * 2) return [chunk];
  const { text, ids, continues: continuing, ends } = chunk;
  const { lengths } = tokens;
  const chunks: TokenChunk[] = [];
  let first = 0;
  let from = 0;
  let byteLength = 0;
  for (let i = 0; i < ids.length; i++) {
    byteLength += lengths[ids[i]!]!;
    const to = ends[i]!;
    const isLast = i + 1 === ids.length;
    if (!isLast && ((to - from < chunkLength && i + 1 - first < chunkTokens) || !mayCut(tokens, chunk, i + 1))) continue;
    const part = text.slice(from, to);
    const partEnds = tokens.givePlaces ? undefined : ends.slice(first, i + 1).map((end) => end - from);
    if (partEnds !== undefined) byteLength = utf8Length(part, 0, part.length);
    chunks.push(createChunk(tokens, part, byteLength, ids.slice(first, i + 1), continuing.slice(first, i + 1), partEnds));
    first = i + 1;
    from = to;
    byteLength = 0;
  }
  return chunks;
}
