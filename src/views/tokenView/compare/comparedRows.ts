/** The rows under all compared encodings. */
import type { ComparedRow } from "../../../lens/compare/comparedRows.ts";
import { comparedIds } from "../../../lens/compare/comparison.ts";
import { documentKey, readyText } from "../../shared/state/hostState.ts";
import { rowStore } from "../rows/rowStore.ts";

export const comparedRows = rowStore<ComparedRow>({
  name: "comparedRows",
  ahead: 24,
  atOnce: 128, // with the encodings, less than the host answers at once
  limit: 1000,
  keyOf: (state) => JSON.stringify([documentKey(state), comparedIds(state.lens)]),
  versionOf(state) {
    const text = readyText(state);
    return state.lens.tab === "compare" && text?.comparison !== undefined ? `${text.revision} ${text.comparison.revision}` : undefined;
  },
  ask: async ({ host }, span, version, signal) => ({ version, ...(await host.request("compare/rows", span, signal)) }),
});
