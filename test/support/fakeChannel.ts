/** Two ends of one connection in memory. Messages are copied on the way, as VS Code copies them, and delivered in order. */
import type { Outlet } from "../../src/protocol/rpc.ts";

export interface ChannelEnd extends Outlet {
  /** Where this end's messages arrive; set before anything is posted to it. */
  deliverTo: (message: unknown) => void;
}

/** What one end posts arrives at the other's `deliverTo`, in a later microtask. `sent` keeps everything, for tests of the wire. */
export function fakeChannel(): { readonly host: ChannelEnd; readonly view: ChannelEnd; readonly sent: unknown[] } {
  const sent: unknown[] = [];
  const end = (other: () => ChannelEnd): ChannelEnd => ({
    deliverTo: () => undefined,
    post: (message) => {
      const copy: unknown = withoutUndefined(structuredClone(message));
      sent.push(copy);
      queueMicrotask(() => other().deliverTo(copy));
    },
  });
  const host: ChannelEnd = end(() => view);
  const view: ChannelEnd = end(() => host);
  return { host, view, sent };
}

/** VS Code writes messages as JSON (binary data aside): an entry that is undefined is not there on the other side. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, withoutUndefined(entry)]])));
}
