/** Deterministic large texts. */

const words = ["the", "model", "reads", "tokens", "and", "windows", "of", "12345", "naïve", "猫", "🐈", "function(x)", "embedding"];

/** Numbers below a bound, the same at every run. */
export function seededBelow(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** What is typed in a long session: letters, breaks, characters of two units, a special token. */
export const keys: readonly string[] = ["x", "e", " ", "\n", "ing", "猫", "🐈", "1", ".", "<|endoftext|>"];

/** Text of about `length` code units, in lines of `wordsPerLine` words. */
export function proseOf(length: number, wordsPerLine = 12): string {
  const lines: string[] = [];
  let seed = 1;
  for (let written = 0; written < length; written += (lines.at(-1)?.length ?? 0) + 1) {
    const line = Array.from({ length: wordsPerLine }, () => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return words[seed % words.length];
    });
    lines.push(line.join(" "));
  }
  return lines.join("\n");
}
