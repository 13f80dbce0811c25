/** The views' end of the channel: one connection to the host for the life of the page. */
import { type Connection, connect as connectRpc, type MethodTable } from "../../../protocol/rpc.ts";
import { sharedViewMethods, type ViewMethods, type ViewState } from "../../../protocol/views.ts";

/** What VS Code gives a webview, once. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

export interface Host<HostMethods extends MethodTable> extends Pick<Connection<HostMethods>, "request" | "notify"> {
  /** What this page kept for itself with `keep`, before it was hidden or reloaded. Foreign until checked. */
  readonly kept: unknown;
  /** Keeps view-only choices (never the lens, which the host owns) over hiding and reload. */
  keep(state: unknown): void;
}

/** @param onState called with each new state of the lens and its text; the first comes as the answer to `view/ready` */
export function connect<HostMethods extends MethodTable>(onState: (state: ViewState) => void): Host<HostMethods> {
  const api = acquireVsCodeApi();
  const connection = connectRpc<ViewMethods, HostMethods>(
    { post: (message) => api.postMessage(message) },
    sharedViewMethods,
    { state: onState },
    (sentence) => console.error(sentence),
    firstRequestId(),
  );
  window.addEventListener("message", (event) => connection.receive(event.data));
  return { request: connection.request, notify: connection.notify, kept: api.getState(), keep: (state) => api.setState(state) };
}

/** VS Code loads a page that was hidden anew, while the host may still answer the page before: no two pages' requests have the same number. A page asks
 *  less than once in a microsecond, which is what the number counts. */
const firstRequestId = (): number => Math.floor(performance.timeOrigin * 1000);
