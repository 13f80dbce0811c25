/** Connects a webview to what it looks at: it is served a method table, and is sent the state on every change. */
import * as vscode from "vscode";
import type { Awaitable } from "../../lens/sources/tokenSource.ts";
import { connect, type Handlers, type MethodTable } from "../../protocol/rpc.ts";
import type { sharedHostMethods, ViewMethods, ViewState } from "../../protocol/views.ts";

/** A state, and the version of the tokens in it: the next state says what changed since. */
export interface VersionedState<Version> {
  readonly state: ViewState;
  readonly version: Version;
}

/** What a view looks at: the document under the lens, or a tokenized file. */
export interface ViewSubject<Version> {
  /** @param shown the version that the view was shown last; undefined: none */
  readonly stateNow: (shown: Version | undefined) => Awaitable<VersionedState<Version>>;
  readonly onDidChange: vscode.Event<void>;
  /** Called with a sentence for each message of the view that does not fit. */
  readonly onRefused: (sentence: string) => void;
}

/** The state is sent once however many changes come together, and before the answer to the request that caused it. */
export function serveWebview<Table extends typeof sharedHostMethods & MethodTable, Version>(
  webview: vscode.Webview,
  table: Table,
  handlers: Omit<Handlers<Table>, "view/ready">,
  { stateNow, onDidChange, onRefused }: ViewSubject<Version>,
): vscode.Disposable {
  let shown: Version | undefined;
  let isQueued = false;
  let isLate = false;
  const show = ({ state, version }: VersionedState<Version>): ViewState => {
    shown = version;
    return state;
  };
  // Asked once by each page: VS Code loads a page anew when it was hidden or moved, and what the one before asked is not needed any more.
  const first = (_: null, signal: AbortSignal): Awaitable<ViewState> => {
    connection.abortOthers(signal);
    const state = stateNow(undefined);
    return state instanceof Promise ? state.then(show) : show(state);
  };
  const all = { ...handlers, "view/ready": first } as unknown as Handlers<Table>; // the compiler can't add up an Omit of a generic table
  const connection = connect<Table, ViewMethods>({ post: (message) => void webview.postMessage(message) }, table, all, onRefused);
  const sendNow = (): void => {
    isQueued = false;
    const state = stateNow(shown);
    if (!(state instanceof Promise)) return connection.notify("state", show(state));
    isLate = true; // what changes meanwhile is sent after it
    state
      .then((there) => connection.notify("state", show(there)))
      .catch((error: unknown) => onRefused(String(error)))
      .finally(() => {
        isLate = false;
        if (isQueued) sendNow();
      });
  };
  const send = (): void => {
    if (isQueued) return;
    isQueued = true;
    if (!isLate) queueMicrotask(sendNow);
  };
  return vscode.Disposable.from(
    webview.onDidReceiveMessage((message: unknown) => connection.receive(message)),
    onDidChange(send),
    { dispose: () => connection.close() },
  );
}
