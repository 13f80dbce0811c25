/** GPT-2's alphabet: in files of byte-level tokenizers each byte is written as one printable character. */

/** Bytes that are written as themselves; the others follow from U+0100 on. */
const printable = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** The character of each byte. */
export const characterOfByte: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();

/** [0x144] the byte of each code unit, −1 where it is none. */
const byteOfUnit = new Int32Array(0x144).fill(-1);
for (const [byte, character] of characterOfByte.entries()) byteOfUnit[character.charCodeAt(0)] = byte;

/** The bytes of a token, one character each; undefined when a character is not of the alphabet. */
export function bytesOfAlphabet(token: string): string | undefined {
  let isPlain = true;
  for (let i = 0; i < token.length; i++) {
    const unit = token.charCodeAt(i);
    if (unit >= 0x144 || byteOfUnit[unit]! < 0) return undefined;
    if (unit >= 0x100) isPlain = false;
  }
  return isPlain ? token : String.fromCharCode(...Array.from(token, (character) => byteOfUnit[character.charCodeAt(0)]!));
}
