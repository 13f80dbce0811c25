/** The range of the colours. */
import type { InspectorView } from "../inspectorView.ts";
import { niceRange } from "../parts/palette.ts";
import { type InputRows, inputRowsOptions } from "./inputRows.ts";

/** The user's, else that of everything in the window. */
export function rangeOf({ store }: InspectorView, { rows }: InputRows): number {
  const { range } = store.get(inputRowsOptions);
  return range === "auto" ? niceRange([rows.token, rows.position, rows.input]) : range;
}
