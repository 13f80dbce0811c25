/** The ids typed into the playground: "5 3 7 2", with spaces or commas. */
import { t } from "../../shared/l10n.tsx";

/** The playground's table stays small enough to be printed whole. */
export const playgroundLimits = { vocabSize: 24, embeddingDim: 8, ids: 12 } as const;

/** @param vocabSize ids run from 0 to vocabSize − 1  @throws RangeError with a sentence for the user */
export function parseIds(text: string, vocabSize: number): Int32Array {
  const words = text.split(/[\s,;[\]()]+/).filter((word) => word !== "");
  if (words.length === 0) throw new RangeError(t('Type ids from 0 to {0}, such as "0 1 0".', vocabSize - 1));
  if (words.length > playgroundLimits.ids)
    throw new RangeError(t("{0} ids are too many to draw here. Type at most {1}.", words.length, playgroundLimits.ids));
  return Int32Array.from(words, (word) => {
    const id = /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (!(id < vocabSize)) throw new RangeError(t('"{0}" has no row: the table\'s rows are 0 to {1}.', word, vocabSize - 1));
    return id;
  });
}
