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

/** A part of a text. What was found out about it is kept with the object, which must always have the same text. */
export interface TextPart {
  readonly text: string;
}

/** Whether no marker lies in a part, nor may begin at its end. */
const plain = new WeakMap<TextPart, boolean>();

/**
 * The occurrences in order, searched a part at a time; yields after each that was searched. Parts that were there in an earlier search are passed
 * over where they hold no marker, so that a letter typed into a long text costs the search of one part.
 * @param parts the text, cut anywhere  @param most where to stop
 */
export function* chatMarkerSteps(
  parts: Iterable<TextPart>,
  specialTokens: ReadonlyMap<string, number>,
  most: number,
): Generator<void, ChatMarker[]> {
  const found: ChatMarker[] = [];
  let before = ""; // the end of the part before, if it may hold the beginning of a marker
  let start = 0; // of `before` in the text
  let searched = 0; // everything that begins before it is found already
  for (const part of parts) {
    if (before === "" && plain.get(part) === true) {
      start += part.text.length;
      continue;
    }
    const text = before + part.text;
    let isPlain = true;
    for (const { 0: marker, index } of text.matchAll(markers)) {
      isPlain = false;
      const from = start + index;
      if (from < searched || specialTokens.has(marker)) continue;
      found.push({ marker, from, to: from + marker.length });
      searched = from + marker.length;
      if (found.length >= most) return found;
    }
    before = text.slice(-longestMarker);
    if (!/[<[]/.test(before)) before = "";
    plain.set(part, isPlain && before === "");
    start += text.length - before.length;
    yield;
  }
  return found;
}
