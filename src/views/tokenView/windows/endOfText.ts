/** Where documents end in the text: asked for by the Windows tab alone. */
import type { EndOfText, TextChange } from "../../../lens/answers.ts";
import type { ReadyText } from "../../../lens/textState.ts";
import { changeBetween, documentKey, hostState } from "../../shared/state/hostState.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { slice } from "../../shared/state/store.ts";
import { problem } from "../../shared/state/view.ts";
import type { TokenView } from "../tokenView.ts";

const noEnds: EndOfText = { revision: -1, indexes: [] };
const endOfText = slice<{ readonly document: string; readonly ends: EndOfText }>("endOfText", { document: "", ends: noEnds });

/** Of the document that is shown, as far as they have arrived. */
export function endsOf({ store }: TokenView): EndOfText {
  const { shown } = store.get(hostState);
  const { document, ends } = store.get(endOfText);
  return shown !== undefined && documentKey(shown) === document ? ends : noEnds;
}

/** Moved along with an edit; the same ones when it may have brought a new end: then they are asked for again. */
export function endsAfter(ends: EndOfText, change: TextChange, text: Pick<ReadyText, "revision" | "endOfTextCount">): EndOfText {
  if (ends.revision !== change.since) return ends;
  const { from, removed, inserted } = change.tokens;
  const left = ends.indexes.filter((index) => index < from || index >= from + removed);
  if (left.length !== text.endOfTextCount) return ends;
  return { revision: text.revision, indexes: left.map((index) => (index < from ? index : index + inserted - removed)) };
}

export function endOfTextQuery(view: TokenView): Query {
  const { store, host } = view;
  view.onReceived((before, state) => {
    const change = changeBetween(before, state);
    if (change === undefined || state.text.kind !== "ready") return;
    store.set(endOfText, { document: documentKey(state), ends: endsAfter(endsOf(view), change, state.text) });
  });
  return query(() => {
    const { shown } = store.get(hostState);
    if (shown?.text.kind !== "ready" || shown.text.endOfTextCount === 0 || shown.lens.tab !== "windows") return undefined;
    const { revision } = shown.text;
    if (endsOf(view).revision === revision) return undefined;
    const document = documentKey(shown);
    return {
      key: `${document} ${revision}`,
      run: (signal) => host.request("tokens/endOfText", null, signal),
      done: (ends) => store.set(endOfText, { document, ends }),
      failed: (error) => store.set(problem, sentence(error)),
    };
  });
}
