/** Finds tokens of the vocabulary by what they say, or by id. */
import type { Vocabulary } from "../../core/tokens/vocabulary.ts";
import type { VocabularyMatches } from "../../protocol/embeddingInspector.ts";
import { textOfToken, textsOfTokens } from "../documents/tokenTexts.ts";

/** Ids looked at in one step: about a millisecond. */
const idsPerStep = 1024;

/** Shortest first: who types "the" means " the" before " therefore". A query of digits finds that id first of all. */
export function* searchVocabularySteps(vocabulary: Vocabulary, query: string, limit: number): Generator<void, VocabularyMatches> {
  const found: { id: number; length: number }[] = [];
  const wanted = query.toLowerCase();
  for (let id = 0; id < vocabulary.vocabSize; id++) {
    if (id % idsPerStep === 0) yield;
    if (!vocabulary.isToken(id)) continue;
    const { text, partial } = textOfToken(vocabulary, id);
    if (!partial && text.toLowerCase().includes(wanted)) found.push({ id, length: text.length });
  }
  found.sort((a, b) => a.length - b.length || a.id - b.id);
  const ids = found.slice(0, limit).map(({ id }) => id);
  const asId = /^\d+$/.test(query) ? Number(query) : -1;
  if (vocabulary.isToken(asId)) ids.splice(0, ids.length, asId, ...ids.filter((id) => id !== asId).slice(0, limit - 1));
  return { ids, ...textsOfTokens(vocabulary, ids) };
}
