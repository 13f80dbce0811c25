/**
 * A document of any length as texts to encode one by one: bytes are decoded, line breaks made those the model gets, and the text cut where
 * the ids of the parts are the ids of the whole. Holds no more than what follows the last safe cut.
 */
/** A text without a place to cut is held up to here, in code units: beyond, it is no text that anybody trains on. */
const longestHeld = 2 ** 27;

export interface TextStream {
  /** Takes the next bytes. @returns the text that is ready, possibly empty  @throws TypeError when the bytes are no UTF-8 */
  readonly pushBytes: (bytes: Uint8Array) => string;
  /** Takes the next text; never cut it between two surrogates. */
  readonly pushText: (text: string) => string;
  /** @returns the rest  @throws TypeError when the bytes end within a character */
  readonly finish: () => string;
}

/** @param endOfLine `lf`: each \r\n and each \r is one \n, as Python's text mode reads a file  A byte order mark is no part of the text.
 *  @param lastSafeCut the encoding's */
export function textStream(endOfLine: "lf" | "document", lastSafeCut: (text: string) => number): TextStream {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let held: string[] = [];
  let heldLength = 0;
  let endsInReturn = false; // a \r was kept back: whether \n follows is not known yet

  const normalize = (text: string, isLast: boolean): string => {
    if (endOfLine === "document") return text;
    const whole = endsInReturn ? `\r${text}` : text;
    endsInReturn = !isLast && whole.endsWith("\r");
    const known = endsInReturn ? whole.slice(0, -1) : whole;
    return known.includes("\r") ? known.replaceAll(/\r\n?/g, "\n") : known;
  };
  const push = (text: string): string => {
    const cut = lastSafeCut(text);
    heldLength = cut === 0 ? heldLength + text.length : text.length - cut;
    if (heldLength > longestHeld) {
      throw new RangeError(`${heldLength} characters without a space or line break after a word: this is no text to make a dataset of.`);
    }
    if (cut === 0) {
      held.push(text);
      return "";
    }
    const ready = held.join("") + text.slice(0, cut);
    held = [text.slice(cut)];
    return ready;
  };
  return {
    pushBytes: (bytes) => push(normalize(decoder.decode(bytes, { stream: true }), false)),
    pushText: (text) => push(normalize(text, false)),
    finish: () => {
      const rest = held.join("") + normalize(decoder.decode(), true);
      held = [];
      return rest;
    },
  };
}
