/** Bytes as a string of one character each, in which they are looked for and compared more quickly. */

/** Arguments of one call. */
const atOnce = 8192;

export function binaryText(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += atOnce) text += String.fromCharCode(...bytes.subarray(from, from + atOnce));
  return text;
}

export const bytesOfBinary = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
