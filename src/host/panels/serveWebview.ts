/** Connects a webview to what it looks at: it is served a method table, and is sent the state on every change. */
import * as vscode from "vscode";
import type { Awaitable } from "../../lens/tokenSource.ts";
import { connect, type Handlers, type MethodTable } from "../../protocol/rpc.ts";
import type { sharedHostMethods, sharedViewMethods, ViewState } from "../../protocol/views.ts";

/** The state, and the version of the tokens in it, from which the next state's change is computed. */
export interface Looked<Version> {
  readonly state: ViewState;
  readonly version: Version;
}

export interface LookedAt<Version> {
  /** @param shown what the view was shown last; undefined: it knows nothing */
  readonly lookedAt: (shown: Version | undefined) => Awaitable<Looked<Version>>;
  readonly onDidChange: vscode.Event<void>;
  readonly onRefused: (sentence: string) => void;
}

/** The state is sent once however many changes come together, and before the answer to the request that caused it. */
export function serveWebview<Table extends typeof sharedHostMethods & MethodTable, Version>(
  webview: vscode.Webview,
  table: Table,
  handlers: Omit<Handlers<Table>, "view/ready">,
  { lookedAt, onDidChange, onRefused }: LookedAt<Version>,
): vscode.Disposable {
  let shown: Version | undefined;
  let isQueued = false;
  let isLate = false;
  const show = ({ state, version }: Looked<Version>): ViewState => {
    shown = version;
    return state;
  };
  const first = (): Awaitable<ViewState> => {
    const looked = lookedAt(undefined);
    return looked instanceof Promise ? looked.then(show) : show(looked);
  };
  const all = { ...handlers, "view/ready": first } as unknown as Handlers<Table>; // as above: Omit of a generic table, completed
  const connection = connect<Table, typeof sharedViewMethods>(
    { post: (message) => void webview.postMessage(message) },
    table,
    all,
    onRefused,
  );
  const sendNow = (): void => {
    isQueued = false;
    const looked = lookedAt(shown);
    if (!(looked instanceof Promise)) return connection.notify("state", show(looked));
    isLate = true; // what changes meanwhile is sent after it
    looked
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
