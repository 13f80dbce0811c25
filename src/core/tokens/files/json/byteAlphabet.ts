/** GPT-2's alphabet: in files of byte-level tokenizers each byte is written as one printable character. */

/** Bytes that are written as themselves; the others follow from U+0100 on. */
const printable = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** The character of each byte. */
export const characterOfByte: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();

const unitCount = 0x144;
/** The byte of each code unit, −1 where it is none. */
const byteOfUnit = new Int32Array(unitCount).fill(-1);
for (const [byte, character] of characterOfByte.entries()) byteOfUnit[character.charCodeAt(0)] = byte;

/** What names in UTF-8 stand for, one after the other, and where each ends; nothing for a name with another character in it. */
export function bytesOfAlphabet(names: Uint8Array, ends: Int32Array): { readonly bytes: Uint8Array; readonly ends: Int32Array } {
  const bytes = new Uint8Array(ends.at(-1) ?? 0);
  const byteEnds = new Int32Array(ends.length);
  for (let index = 0, at = 0, to = 0; index < ends.length; index++) {
    const start = to;
    for (const end = ends[index]!; at < end; at++) {
      const lead = names[at]!;
      const unit = lead < 0x80 ? lead : lead < 0xe0 ? ((lead & 0x1f) << 6) | (names[++at]! & 0x3f) : unitCount;
      const byte = unit < unitCount ? byteOfUnit[unit]! : -1;
      if (byte < 0) {
        to = start;
        at = end;
        break;
      }
      bytes[to++] = byte;
    }
    byteEnds[index] = to;
  }
  return { bytes, ends: byteEnds };
}
