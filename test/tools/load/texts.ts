/** Deterministic large texts. */

const words = ["the", "model", "reads", "tokens", "and", "windows", "of", "12345", "naïve", "猫", "🐈", "function(x)", "embedding"];

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
