/**
 * Text that looks like the markers of a chat template (`<|im_start|>`, `<start_of_turn>`, `[INST]`) and is no special token of the encoding:
 * its model would see several ordinary tokens there. It is a guess from the form, and meant for a hint.
 */

/** One occurrence, in code units of the text. */
export interface ChatMarker {
  readonly marker: string;
  readonly from: number;
  readonly to: number;
}

/** `<|…|>` of OpenAI, Qwen, Llama 3 and Phi, the same with wide bars of DeepSeek, Gemma's turns, and Llama 2's and Mistral's brackets. */
const markers = /<\|[\w-]{1,32}\|>|<｜[\w▁-]{1,32}｜>|<(?:start|end)_of_turn>|\[\/?INST\]|<<\/?SYS>>/g;
/** Code units of the longest. */
const longestMarker = 36;

/**
 * The occurrences in order, searched a part at a time; yields after each.
 * @param parts the text, cut anywhere  @param most where to stop
 */
export function* chatMarkerSteps(
  parts: Iterable<string>,
  specialTokens: ReadonlyMap<string, number>,
  most: number,
): Generator<void, ChatMarker[]> {
  const found: ChatMarker[] = [];
  let before = ""; // the end of the part before, which may hold the beginning of a marker
  let start = 0; // of `before` in the text
  let searched = 0; // everything that begins before it is found already
  for (const part of parts) {
    const text = before + part;
    for (const { 0: marker, index } of text.matchAll(markers)) {
      const from = start + index;
      if (from < searched || specialTokens.has(marker)) continue;
      found.push({ marker, from, to: from + marker.length });
      searched = from + marker.length;
      if (found.length >= most) return found;
    }
    before = text.slice(-longestMarker);
    start += text.length - before.length;
    yield;
  }
  return found;
}
