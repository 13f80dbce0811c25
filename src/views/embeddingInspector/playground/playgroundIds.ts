/** The ids typed into the playground: "5 3 7 2", with spaces or commas. */
import { playgroundLimits } from "../kept.ts";

export type ParsedIds = { readonly kind: "ids"; readonly ids: Int32Array } | { readonly kind: "wrong"; readonly sentence: string };

/** @param vocabSize ids run from 0 to vocabSize − 1 */
export function parseIds(text: string, vocabSize: number): ParsedIds {
  const words = text.split(/[\s,;[\]()]+/).filter((word) => word !== "");
  if (words.length === 0) return wrong(`Type ids from 0 to ${vocabSize - 1}, such as "0 1 0".`);
  if (words.length > playgroundLimits.ids)
    return wrong(`${words.length} ids are too many to draw here. Type at most ${playgroundLimits.ids}.`);
  const ids: number[] = [];
  for (const word of words) {
    const id = /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (!(id < vocabSize)) return wrong(`"${word}" has no row: the table's rows are 0 to ${vocabSize - 1}.`);
    ids.push(id);
  }
  return { kind: "ids", ids: Int32Array.from(ids) };
}

const wrong = (sentence: string): ParsedIds => ({ kind: "wrong", sentence });
