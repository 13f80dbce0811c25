/** Texts of a size, the same each time. */

const words = ["the", "model", "reads", "tokens", "and", "windows", "of", "12345", "naïve", "猫", "🐈", "function(x)", "embedding"];

/** The numbers of a small generator, below a limit. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** Lines of twelve words, of at least this many UTF-16 code units. */
export function proseOf(length: number): string {
  const next = numbers(1);
  const lines: string[] = [];
  for (let written = 0; written < length;) {
    const line = Array.from({ length: 12 }, () => words[next(words.length)]).join(" ");
    lines.push(line);
    written += line.length + 1;
  }
  return lines.join("\n");
}

/** Minified code: one line of at least this many code units. */
export function minifiedOf(length: number): string {
  const next = numbers(2);
  const parts: string[] = [];
  for (let written = 0; written < length;) {
    const part = `var a${next(1000)}=function(b,c){return b.d${next(100)}[c]?"${next(1e6).toString(36)}":${next(1e5)}};`;
    parts.push(part);
    written += part.length;
  }
  return parts.join("");
}
