/** The embedding inspector's host inside the page: what this view alone asks for, over the text that test/views/support/fakeHost.ts serves. */
import { inspectorHostMethods } from "../../../../src/protocol/embeddingInspector.ts";
import { encoding, said, serve, servedNow, sharedHandlers, textsOf } from "../../support/fakeHost.ts";

function searchVocabulary(wanted: string, limit: number): number[] {
  const { vocabSize, tokenBytes } = encoding.vocabulary;
  const found: number[] = [];
  for (let id = 0; id < vocabSize; id += 1) if (said(id).text.includes(wanted) || String(id) === wanted) found.push(id);
  return found.sort((a, b) => tokenBytes(a).length - tokenBytes(b).length).slice(0, limit);
}

serve("embeddingInspector", inspectorHostMethods, {
  ...sharedHandlers,
  "tokens/distinct": () => {
    const { revision, distinct } = servedNow();
    return { revision, tokens: Array.from(distinct, ([id, occurrences]) => ({ id, ...occurrences })) };
  },
  "vocabulary/search": ({ query, limit }) => {
    const ids = searchVocabulary(query, limit);
    return { ids, ...textsOf(ids) };
  },
  "token/describe": () => null,
});
