/** Reads JSON from its bytes, for lists that are too long to be made into values first. It takes what is written as JSON writes it; where it does not,
 *  its functions say so, and the text is for `JSON.parse` to refuse. */

const quote = 0x22;
const backslash = 0x5c;
const simpleEscapes: ReadonlyMap<number, number> = new Map(
  Object.entries({ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }).map(
    ([letter, meaning]) => [letter.charCodeAt(0), meaning.charCodeAt(0)] as const,
  ),
);

/** The characters that JSON is made of. */
export const mark = { comma: 0x2c, colon: 0x3a, openList: 0x5b, closeList: 0x5d, openObject: 0x7b, closeObject: 0x7d, quote } as const;

const utf8 = new TextEncoder();

export class JsonBytes {
  readonly bytes: Uint8Array;
  /** The place reached. */
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The next byte that is no white space, without taking it; undefined at the end. */
  peek(): number | undefined {
    const { bytes } = this;
    let { at } = this;
    let byte = bytes[at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at];
    this.at = at;
    return byte;
  }

  /** Takes the next byte that is no white space if it is this one. */
  take(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.at++;
    return true;
  }

  /** Takes a string, and writes its UTF-8 to `out` from `to` on, where there must be room. @returns where it ends there; −1 when it is none */
  string(out: Uint8Array, to: number): number {
    if (!this.take(quote)) return -1;
    const { bytes } = this;
    for (let { at } = this; at < bytes.length;) {
      const byte = bytes[at++]!;
      if (byte === quote) {
        this.at = at;
        return to;
      }
      if (byte < 0x20) return -1;
      if (byte !== backslash) {
        out[to++] = byte;
        continue;
      }
      const simple = simpleEscapes.get(bytes[at] ?? 0);
      if (simple !== undefined) {
        out[to++] = simple;
        at++;
        continue;
      }
      const code = this.#escapedCode(at);
      if (code < 0) return -1;
      at += code > 0xffff ? 11 : 5;
      to += utf8.encodeInto(String.fromCodePoint(code), out.subarray(to)).written;
    }
    return -1;
  }

  /** The code point of `u0041` or of a pair of surrogates; −1 when it is none. */
  #escapedCode(at: number): number {
    const unit = this.#escapedUnit(at);
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    const second = this.bytes[at + 5] === backslash ? this.#escapedUnit(at + 6) : -1;
    if (unit > 0xdbff || second < 0xdc00 || second > 0xdfff) return -1; // half of a pair is no text
    return 0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff);
  }

  #escapedUnit(at: number): number {
    const digits = String.fromCharCode(...this.bytes.subarray(at, at + 5));
    return /^u[0-9A-Fa-f]{4}$/.test(digits) ? Number.parseInt(digits.slice(1), 16) : -1;
  }

  /** Takes a whole number of at most seven digits. @returns −1 when it is another value */
  count(): number {
    let digit = (this.peek() ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    const from = this.at;
    let value = 0;
    for (; digit >= 0 && digit <= 9; digit = (this.bytes[++this.at] ?? 0) - 0x30) value = value * 10 + digit;
    const length = this.at - from;
    const isOther = length > 7 || (length > 1 && this.bytes[from] === 0x30) || /[.eE+-]/.test(String.fromCharCode(digit + 0x30));
    return isOther ? -1 : value;
  }

  /** Passes over a value, whatever it is. @returns whether it ends */
  skip(): boolean {
    const { bytes } = this;
    let depth = 0;
    for (let byte = this.peek(); byte !== undefined; byte = this.peek()) {
      if (byte === quote) {
        this.at++;
        while (this.at < bytes.length && bytes[this.at] !== quote) this.at += bytes[this.at] === backslash ? 2 : 1;
        this.at++;
      } else if (byte === mark.openList || byte === mark.openObject) {
        depth++;
        this.at++;
      } else if (byte === mark.closeList || byte === mark.closeObject) {
        if (depth === 0) return true; // of what the value is in
        depth--;
        this.at++;
        if (depth === 0) return true;
      } else if (byte === mark.comma && depth === 0) return true;
      else this.at++;
      if (depth === 0 && byte === quote) return true;
    }
    return false;
  }
}
