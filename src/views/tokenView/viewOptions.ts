/** How this view shows things, never what it looks at. Kept while it is hidden or reloaded. */
import * as v from "valibot";
import { keptSlice } from "../shared/state/store.ts";

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

const schema = v.object({
  /** What is drawn of each token. */
  show: v.picklist(["text", "id", "both"]),
  whitespace: v.boolean(),
  /** Whether the merges of the selected token are unfolded. */
  merges: v.boolean(),
  /** What is shown beside the ladder. */
  pane: v.picklist(["windows", "batch", "tensor"]),
  /** How tensors are printed; `auto`: as the notebook prints a batch of this size. */
  print: v.picklist(["auto", "list", "pair"]),
  /** The first row on the screen, and the file it belongs to. */
  firstRow: v.object({ file: v.string(), row: index }),
});
export type ViewOptions = v.InferOutput<typeof schema>;

const initial: ViewOptions = {
  show: "text",
  whitespace: true,
  merges: false,
  pane: "batch",
  print: "auto",
  firstRow: { file: "", row: 0 },
};

export const viewOptions = keptSlice("tokenView", initial, schema);
