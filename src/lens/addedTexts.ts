/** The names of the tokens that are put around a text. */
import type { Encoding } from "../core/tokens/encoding.ts";
import type { StartAndEnd } from "../core/tokens/template.ts";
import { spacedHex, textOfToken } from "./tokenText.ts";

/** Start tokens, then end tokens. */
export const addedTexts = ({ vocabulary }: Encoding, { start, end }: StartAndEnd): readonly string[] =>
  [...start, ...end].map((id) => {
    const text = textOfToken(vocabulary, id);
    return "text" in text ? text.text : `[${spacedHex(text.bytes)}]`;
  });
