/** Choices of the view alone, kept over hiding and reload: how things are shown, never what is looked at. */
import * as v from "valibot";

const schema = v.object({
  /** What is drawn of each token. */
  show: v.picklist(["text", "id", "both"]),
  whitespace: v.boolean(),
  /** The merges of the selected token are unfolded. */
  merges: v.boolean(),
  /** What stands beside the ladder. */
  pane: v.picklist(["windows", "batch", "tensor"]),
  /** How the tensors are printed; null: as the notebook does for this batch size. */
  print: v.nullable(v.picklist(["list", "pair"])),
  /** First row on the screen. */
  row: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Choices = v.InferOutput<typeof schema>;

export const defaultChoices: Choices = { show: "text", whitespace: true, merges: false, pane: "batch", print: null, row: 0 };

/** @param kept what an earlier page left, foreign until checked */
export function choicesFrom(kept: unknown): Choices {
  const checked = v.safeParse(schema, kept);
  return checked.success ? checked.output : defaultChoices;
}
