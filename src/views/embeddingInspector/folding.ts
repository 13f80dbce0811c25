/** Which sections are folded: kept while the view is hidden. A folded section runs its background queries only. */
import * as v from "valibot";
import type { Query } from "../shared/state/query.ts";
import { keptSlice } from "../shared/state/store.ts";
import type { InspectorView, Section } from "./inspectorView.ts";

/** Only those the user has folded or unfolded, by name. */
export const folding = keptSlice("folding", { folded: {} }, v.object({ folded: v.record(v.string(), v.boolean()) }));

export function isFolded({ store }: InspectorView, { name, startsFolded }: Section): boolean {
  const { folded } = store.get(folding);
  return Object.hasOwn(folded, name) ? folded[name] === true : startsFolded;
}

export const toggleFolded = (view: InspectorView, section: Section): void =>
  view.store.update(folding, ({ folded }) => ({ folded: { ...folded, [section.name]: !isFolded(view, section) } }));

export const queriesOf = (view: InspectorView, section: Section): readonly Query[] => [
  ...(section.backgroundQueries?.(view) ?? []),
  ...section.queries(view).map((query) => query.onlyWhile(() => !isFolded(view, section))),
];
