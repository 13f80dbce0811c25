/** The tokens of a file by their names, as the file writes them: hundreds of thousands, so they are bytes in one array, and no strings. */

/** Ids are below this. */
export const largestId = 2 ** 20;

const utf8 = new TextEncoder();

export class TokenNames {
  /** The names one after the other, and behind them room for those that are looked for. */
  readonly bytes: Uint8Array;
  /** [count] where each name ends. */
  readonly ends: Int32Array;
  readonly ids: Int32Array;
  readonly #hasId: Uint8Array;
  /** Half of them are free at least: 1 + the index of a name, where its hash says, or the next free one. */
  readonly #slots: Int32Array;

  private constructor(bytes: Uint8Array, ends: Int32Array, ids: Int32Array, hasId: Uint8Array) {
    this.bytes = bytes;
    this.ends = ends;
    this.ids = ids;
    this.#hasId = hasId;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(ids.length * 2 + 2)));
  }

  /** @param bytes holds the names in UTF-8  @param ends where each ends  @returns undefined where two names or two ids are the same, or what is there is no UTF-8 */
  static of(bytes: Uint8Array, ends: Int32Array, ids: Int32Array): TokenNames | undefined {
    const hasId = new Uint8Array(largestId);
    const names = new TokenNames(bytes, ends, ids, hasId);
    for (let index = 0, from = 0; index < ids.length; index++) {
      const id = ids[index]!;
      const end = ends[index]!;
      const isWhole = from === end || (bytes[from]! & 0xc0) !== 0x80;
      if (!isWhole || id >= largestId || hasId[id] === 1 || !names.#add(index, from, end)) return undefined;
      hasId[id] = 1;
      from = end;
    }
    return isUtf8(bytes.subarray(0, names.end)) ? names : undefined;
  }

  get count(): number {
    return this.ids.length;
  }

  /** Where the last name ends. */
  get end(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** @returns false when it is there already */
  #add(index: number, from: number, to: number): boolean {
    const slot = this.#slotOf(from, to);
    if (this.#slots[slot] !== 0) return false;
    this.#slots[slot] = index + 1;
    return true;
  }

  /** Where the name bytes[from, to) is, or would go. */
  #slotOf(from: number, to: number): number {
    const { bytes, ends } = this;
    const last = this.#slots.length - 1;
    let hash = 0x811c9dc5; // FNV-1a
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    search: for (let slot = (hash ^ (hash >>> 15)) & last; ; slot = (slot + 1) & last) {
      const index = this.#slots[slot]! - 1;
      if (index < 0) return slot;
      const start = index === 0 ? 0 : ends[index - 1]!;
      if (ends[index]! - start !== to - from) continue;
      for (let i = 0; i < to - from; i++) if (bytes[start + i] !== bytes[from + i]) continue search;
      return slot;
    }
  }

  /** The id of the token with the name bytes[from, to); −1 when there is none. */
  find(from: number, to: number): number {
    const index = this.#slots[this.#slotOf(from, to)]! - 1;
    return index < 0 ? -1 : this.ids[index]!;
  }

  idOf(name: string): number | undefined {
    const { end } = this;
    if (name.length * 3 > this.bytes.length - end) return undefined; // longer than all that the file holds
    const id = this.find(end, end + utf8.encodeInto(name, this.bytes.subarray(end)).written);
    return id < 0 ? undefined : id;
  }

  hasId(id: number): boolean {
    return this.#hasId[id] === 1;
  }

  /** A name as text. */
  text(index: number): string {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      this.bytes.subarray(index === 0 ? 0 : this.ends[index - 1]!, this.ends[index]),
    );
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
