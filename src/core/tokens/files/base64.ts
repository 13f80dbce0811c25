/** Base64 → bytes, as a string of one character per byte. */

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const valueOf = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) valueOf[alphabet.charCodeAt(i)] = i;

/** @returns undefined when it is no Base64 */
export function bytesOfBase64(text: string): string | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  let bytes = "";
  for (let at = 0; at < text.length; at += 4) {
    const held = at + 4 === text.length ? 4 - padding : 4;
    let bits = 0;
    for (let i = 0; i < 4; i++) {
      const value = i < held ? (valueOf[text.charCodeAt(at + i)] ?? -1) : 0;
      if (value < 0) return undefined;
      bits = (bits << 6) | value;
    }
    for (let i = 0; i + 1 < held; i++) bytes += String.fromCharCode((bits >> (16 - i * 8)) & 0xff);
  }
  return bytes;
}
