/** States as a host sends them, for unit tests. */
import { applyPatch, defaultLens, type LensPatch } from "../../../src/lens/lens.ts";
import type { ReadyText } from "../../../src/lens/textState.ts";
import type { ViewState } from "../../../src/protocol/views.ts";
import { hostState, receive } from "../../../src/views/shared/state/hostState.ts";
import { createStore, type Store } from "../../../src/views/shared/state/store.ts";

export const readyTextOf = (part: Partial<ReadyText>): ReadyText => ({
  kind: "ready",
  name: "sample.md",
  revision: 1,
  tokenCount: 100,
  charCount: 400,
  byteCount: 400,
  distinctCount: 60,
  rowCount: 10,
  vocabSize: 50_257,
  encodingLabel: "gpt2",
  refusedSpecialTokens: 0,
  endOfTextCount: 0,
  isComparable: true,
  ...part,
});

export const viewStateOf = (text: Partial<ReadyText>, lens: LensPatch = {}): ViewState => ({
  lens: applyPatch(defaultLens, lens),
  text: readyTextOf(text),
  weights: { kind: "seeded" },
});

/** A store in which the host's state has arrived; nothing is kept. */
export function storeWith(state: ViewState): Store {
  const store = createStore(undefined, () => undefined);
  store.update(hostState, (before) => receive(before, state));
  return store;
}

export const send = (store: Store, state: ViewState): void => store.update(hostState, (before) => receive(before, state));
