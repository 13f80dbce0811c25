/** Counting as Python does: whole characters, a pair of surrogates is one. */

/** Code points of text[from, to). Half of a pair at the border counts as one. */
export function codePointsIn(text: string, from = 0, to = text.length): number {
  let count = to - from;
  for (let i = from; i < to - 1; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) count--;
  return count;
}
