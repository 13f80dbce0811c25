/** Finds tokens of a vocabulary by what they say, by their bytes, or by id. */
import type { Vocabulary } from "../../core/tokens/vocabulary.ts";
import type { VocabularyMatches } from "../answers.ts";
import { queriedId, readQuery } from "./searchQuery.ts";
import { textOfToken, textsOfTokens } from "../tokenText.ts";
import type { Pause } from "../sources/tokenSource.ts";

/** Ids looked at between two pauses: about a millisecond. */
const idsPerSlice = 1024;
const byteText = new TextDecoder("latin1");

/** Shortest first: who types "the" means " the" before " therefore". Upper and lower case are the same. A query of digits finds that id first of all. */
export async function searchVocabulary(
  vocabulary: Vocabulary,
  query: string,
  limit: number,
  pause: Pause,
  signal: AbortSignal,
): Promise<VocabularyMatches> {
  const { wanted, note } = readQuery(query, "text");
  if (wanted.kind !== "bytes") return { ids: [], texts: [] };
  const found: { readonly id: number; readonly length: number }[] = [];
  const folded = wanted.text?.toLowerCase();
  const bytes = byteText.decode(wanted.bytes);
  for (let id = 0; id < vocabulary.vocabSize; id++) {
    if (id % idsPerSlice === 0) await pause(signal);
    if (!vocabulary.isToken(id)) continue;
    const said = textOfToken(vocabulary, id);
    const isFound =
      folded === undefined
        ? byteText.decode(vocabulary.tokenBytes(id)).includes(bytes)
        : "text" in said && said.text.toLowerCase().includes(folded);
    if (isFound) found.push({ id, length: "text" in said ? said.text.length : said.bytes.length });
  }
  found.sort((a, b) => a.length - b.length || a.id - b.id);
  const ids = found.slice(0, limit).map(({ id }) => id);
  const asId = queriedId(query) ?? -1;
  if (vocabulary.isToken(asId)) ids.splice(0, ids.length, asId, ...ids.filter((id) => id !== asId).slice(0, limit - 1));
  return { ids, texts: textsOfTokens(vocabulary, ids), note };
}
