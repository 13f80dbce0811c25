/** Text from a foreign file, fit for a sentence. */

const longestShown = 80;

/** In quotes, control characters escaped, cut when longer than `longest` code units. */
export function quoted(text: string, longest = longestShown): string {
  const literal = JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
  // Bidirectional controls could turn the sentence around; JSON leaves them as they are.
  return literal.replaceAll(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\uFFFD");
}
