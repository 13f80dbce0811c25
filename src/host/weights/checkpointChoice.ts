/** Which tensors of which checkpoint were chosen, as it is remembered with the workspace. */
import * as v from "valibot";

/** What is remembered of a choice: enough to make it again. Foreign until checked. */
export const choiceSchema = v.object({
  uri: v.string(),
  token: v.string(),
  positional: v.nullable(v.string()),
  /** Ids of the text for which rows of a large table were held. */
  wantedIds: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), []),
});
export type CheckpointChoice = v.InferOutput<typeof choiceSchema>;
