/** SentencePiece's spaces: "▁" stands for a space, and in some files one more stands before each text. */
import type { NormalizedText, Normalizer } from "../normalizer.ts";

export const spaceMark = "\u2581";
/** Its UTF-8, one character for each byte. */
export const spaceMarkBytes = "\u00e2\u0096\u0081";

/** @param addsOneBefore at the start of each text between special tokens */
export const spacesNormalizer = (addsOneBefore: boolean): Normalizer => ({
  isBoundary: () => true,
  dependsOnStart: addsOneBefore,
  quickCheck: undefined,
  apply: (text, isStart): NormalizedText | undefined => {
    const isLonger = addsOneBefore && isStart && text !== "";
    if (!isLonger && !text.includes(" ")) return undefined;
    const marked = text.replaceAll(" ", spaceMark);
    if (!isLonger) return { text: marked, places: Int32Array.from({ length: text.length + 1 }, (_, at) => at) };
    return {
      text: spaceMark + marked,
      places: Int32Array.from({ length: text.length + 2 }, (_, at) => (at === 0 ? 0 : at === 1 ? ~0 : at - 1)),
    };
  },
});
