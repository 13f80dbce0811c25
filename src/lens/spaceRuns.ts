/** White space in one run: tiktoken's own patterns look back over it, and give up where it is very long. */
import type { TokenChunk } from "../core/tokens/document/tokenizedText.ts";

/** Code units in the longest run of white space. Reads only the ends of chunks that are not all white space: a run of interest spans many. */
export function longestSpaceRun(chunks: readonly TokenChunk[]): number {
  let longest = 0;
  let run = 0;
  for (const { text } of chunks) {
    const trimmed = text.trimStart();
    run += text.length - trimmed.length;
    longest = Math.max(longest, run);
    if (trimmed !== "") run = trimmed.length - trimmed.trimEnd().length;
  }
  return Math.max(longest, run);
}
