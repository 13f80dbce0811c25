/** What neighbours are asked of: the selected token, or a sum the user made (·king − ·man + ·woman). */
import { hostState, tokensKey } from "../../shared/state/hostState.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { slice } from "../../shared/state/store.ts";
import { problem } from "../../shared/state/view.ts";
import type { InspectorView } from "../inspectorView.ts";
import { chooseWindow } from "../inputRows/windowChoice.ts";
import { distinctTokens } from "../tokens/distinctTokens.ts";
import { vocabularyKey } from "../tokens/names.ts";
import { type TokenLabel, toLabels } from "../tokens/tokenLabel.ts";

export interface SignedToken extends TokenLabel {
  readonly factor: 1 | -1;
}
export type TokenSum = readonly SignedToken[];

/** Of one vocabulary: under another one the same ids are other tokens. */
const sum = slice<{ readonly vocabulary: string; readonly tokens: TokenSum }>("sum", { vocabulary: "", tokens: [] });

export function sumOf(view: InspectorView): TokenSum {
  const { vocabulary, tokens } = view.store.get(sum);
  return vocabulary === vocabularyKey(view) ? tokens : noTokens;
}
const noTokens: TokenSum = [];

export const setSum = (view: InspectorView, tokens: TokenSum): void => view.store.set(sum, { vocabulary: vocabularyKey(view), tokens });

/** A token selected elsewhere takes the first place. */
export const withFirst = (tokens: TokenSum, token: TokenLabel): TokenSum => [{ ...token, factor: 1 }, ...tokens.slice(1)];

/** Shows a token's vector and neighbours; where the text has it, selects it there, and so everywhere. */
export function showToken(view: InspectorView, { id, text }: TokenLabel): void {
  setSum(view, [{ id, text, factor: 1 }]);
  const select = async (): Promise<void> => {
    const inText = (await distinctTokens(view)).get(id);
    if (inText !== undefined) view.changeLens({ selectedToken: inText.first });
  };
  view.attempt(select());
}

/** Follows the selected token; without one, the first of the window. */
export function selectedTokenQuery(view: InspectorView): Query {
  const { store, host } = view;
  return query(() => {
    const { shown } = store.get(hostState);
    if (shown?.text.kind !== "ready") return "unchanged";
    const { selectedToken, windows } = shown.lens;
    const isSelected = selectedToken !== null && selectedToken < shown.text.tokenCount;
    const choice = chooseWindow(shown);
    if (!isSelected && choice.kind !== "window") return "unchanged";
    const index = isSelected ? selectedToken : choice.kind === "window" ? choice.index * windows.stride : 0;
    const { selected } = shown.text;
    return {
      key: JSON.stringify([tokensKey(shown), index, vocabularyKey(view)]),
      run: async (signal) => {
        if (selected?.index === index) return toLabels([selected.id], [selected.text])[0]; // it came with the state
        const slice = await host.request("tokens/slice", { from: index, to: index + 1 }, signal);
        return toLabels(slice.ids, slice.texts)[0];
      },
      done: (token) => {
        if (token !== undefined) setSum(view, withFirst(sumOf(view), { ...token, index }));
      },
      failed: (error) => store.set(problem, sentence(error)),
    };
  });
}
