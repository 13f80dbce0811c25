/**
 * The state that the host owns, as this page knows it: what the host confirmed, the user's changes it has not answered yet, and both
 * together, which is what is shown. Parts that did not change stay the same objects from one message to the next.
 */
import type { TextChange } from "../../../lens/answers.ts";
import { changeLens, type LensPatch } from "../../../lens/lens.ts";
import type { ReadyText, TextState } from "../../../lens/textState.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { reuse } from "./reuse.ts";
import { slice } from "./store.ts";

interface PendingChange {
  readonly id: number;
  readonly patch: LensPatch;
  /** `receivedCount` when it was made. */
  readonly receivedBefore: number;
}

export interface HostState {
  /** Undefined before the host's first message. */
  readonly confirmed: ViewState | undefined;
  /** States received from the host. */
  readonly receivedCount: number;
  /** Oldest first. */
  readonly pending: readonly PendingChange[];
  /** What is confirmed with what is pending. */
  readonly shown: ViewState | undefined;
}

export const hostState = slice<HostState>("hostState", { confirmed: undefined, receivedCount: 0, pending: [], shown: undefined });

/** The host has sent its state. */
export const receive = (state: HostState, confirmed: ViewState): HostState =>
  withShown(state, { ...state, confirmed: reuse(state.confirmed, confirmed), receivedCount: state.receivedCount + 1 });

/** The user changes the lens: shown at once. */
export const propose = (state: HostState, id: number, patch: LensPatch): HostState =>
  withShown(state, { ...state, pending: [...state.pending, { id, patch, receivedBefore: state.receivedCount }] });

/** The host has applied a change. It sends the state before it answers; if none has come, the change counts as confirmed. */
export function accept(state: HostState, id: number): HostState {
  const change = state.pending.find((each) => each.id === id);
  if (change === undefined || state.confirmed === undefined) return state;
  const confirmed = state.receivedCount > change.receivedBefore ? state.confirmed : changed(state.confirmed, change.patch);
  return withShown(state, { ...state, confirmed, pending: state.pending.filter((each) => each !== change) });
}

/** The host has refused a change. */
export const refuse = (state: HostState, id: number): HostState =>
  withShown(state, { ...state, pending: state.pending.filter((change) => change.id !== id) });

function withShown(before: HostState, { confirmed, pending, receivedCount }: HostState): HostState {
  const shown = confirmed && pending.reduce((view, { patch }) => changed(view, patch), confirmed);
  return { confirmed, pending, receivedCount, shown: reuse(before.shown, shown) };
}

/** By the rule that the host follows too. */
const changed = (view: ViewState, patch: LensPatch): ViewState => ({
  ...view,
  lens: changeLens(view.lens, patch, readyText(view)?.tokenCount),
});

export const readyText = (view: ViewState | undefined): ReadyText | undefined => (view?.text.kind === "ready" ? view.text : undefined);

export const textName = (text: TextState): string | undefined => (text.kind === "none" ? undefined : text.name);

/** What an edit changed between two states of one document; undefined: what stayed is not known. */
export function changeBetween(before: ViewState, state: ViewState): TextChange | undefined {
  if (before.text.kind !== "ready" || state.text.kind !== "ready" || documentKey(before) !== documentKey(state)) return undefined;
  return state.text.change?.since === before.text.revision ? state.text.change : undefined;
}

/** Names a document in an encoding: what belongs to another one is not shown. It stays the same while the document is edited. */
export const documentKey = (view: ViewState): string => JSON.stringify([textName(view.text), view.lens.encoding]);

/** Names the tokens exactly: equal keys mean the same tokens. Revisions alone may be equal for two documents. */
export function tokensKey({ lens, text }: ViewState): string | undefined {
  if (text.kind !== "ready") return undefined;
  return JSON.stringify([lens.encoding, lens.specialTokens, text.name, text.revision, text.tokenCount, text.charCount]);
}
