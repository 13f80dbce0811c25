/** One token of the vocabulary or of the text, as the inspector labels it. */
import type { TokenText } from "../../../lens/tokenText.ts";

export interface TokenLabel {
  readonly id: number;
  readonly text: TokenText;
  /** Its index in the text, where one is meant: a token has one tint everywhere. */
  readonly index?: number;
}

/** @param texts one for each id */
export const toLabels = (ids: readonly number[], texts: readonly TokenText[]): readonly TokenLabel[] =>
  ids.map((id, i) => ({ id, text: texts[i] ?? { text: "" } }));

/** As long as its name has not arrived, or where it has none. */
export const namedByNumber = (id: number): TokenLabel => ({ id, text: { text: String(id) } });
