/** Texts of ids, asked for once each; and whether the rows of the table are those of the encoding's tokens at all. */
import type { ViewState } from "../../../protocol/views.ts";
import { hostState } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { slice } from "../../shared/state/store.ts";
import type { InspectorView } from "../inspectorView.ts";
import { type TokenLabel, toLabels } from "./tokenLabel.ts";

export type TokenNames = ReadonlyMap<number, TokenLabel>;

/** Of one vocabulary: under another one the same ids have other texts. */
const names = slice<{ readonly vocabulary: string; readonly names: TokenNames }>("names", { vocabulary: "", names: new Map() });

/** Whether the table's rows are those of the encoding's tokens, so that its words name them. */
const namesFit = ({ lens, weights }: ViewState): boolean =>
  lens.embedding.weights === "seeded" || weights.kind !== "file" || weights.namesFit;

/** Equal keys: the same ids have the same names. */
export function vocabularyKey({ store }: InspectorView): string {
  const { shown } = store.get(hostState);
  return shown === undefined ? "" : JSON.stringify([shown.lens.encoding, namesFit(shown)]);
}

/** Rows from this one on belong to no token of the encoding; without a text, or when the names do not fit, none does. */
export function namedRows({ store }: InspectorView): number {
  const { shown } = store.get(hostState);
  return shown?.text.kind === "ready" && namesFit(shown) ? shown.text.vocabSize : 0;
}

/** Rows named so far, by id. */
export function namesOf(view: InspectorView): TokenNames {
  const loaded = view.store.get(names);
  return loaded.vocabulary === vocabularyKey(view) ? loaded.names : noNames;
}
const noNames: TokenNames = new Map();

/** Asks for the names that are missing; rows of no token are named by their number. @throws what the host throws */
export async function nameTokens(view: InspectorView, ids: readonly number[]): Promise<TokenNames> {
  const vocabulary = vocabularyKey(view);
  const count = namedRows(view);
  const missing = ids.filter((id) => !namesOf(view).has(id));
  const tokens = missing.filter((id) => id < count);
  const rows = missing.filter((id) => id >= count).map((id) => ({ id, text: { text: t("row {0}", id) } }));
  const labels = tokens.length === 0 ? rows : [...rows, ...toLabels(tokens, await view.host.request("vocabulary/texts", { ids: tokens }))];
  if (labels.length > 0 && vocabularyKey(view) === vocabulary) {
    view.store.set(names, { vocabulary, names: new Map([...namesOf(view), ...labels.map((label) => [label.id, label] as const)]) });
  }
  return namesOf(view);
}
