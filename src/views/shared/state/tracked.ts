/**
 * What a part of a page has read from the store. While none of it has changed, the part need not be drawn again: in a run of training the page
 * changes thirty times a second, most of its sections seldom.
 */
import type { Slice, Store } from "./store.ts";

export interface Tracked {
  /** The same store; what is read through it is remembered. */
  readonly store: Store;
  /** Whether something that was read since the last `forget` has another state now. */
  hasChanged(): boolean;
  forget(): void;
}

export function track(store: Store): Tracked {
  /** The first state read of each slice: a component that draws itself again later must not hide that others drew an older one. */
  const reads = new Map<Slice<unknown>, unknown>();
  return {
    store: {
      ...store,
      get<State>(slice: Slice<State>): State {
        const state = store.get(slice);
        if (!reads.has(slice as Slice<unknown>)) reads.set(slice as Slice<unknown>, state); // only compared, never handed out
        return state;
      },
    },
    hasChanged() {
      for (const [slice, state] of reads) if (!Object.is(store.get(slice), state)) return true;
      return false;
    },
    forget: () => reads.clear(),
  };
}
