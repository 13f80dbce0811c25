/** Holds the state, tells who watches it about changes, at most once between two frames of the page's script. */
import { type Action, type InspectorState, reduce } from "./state.ts";

export type Dispatch = (action: Action) => void;

export interface Store {
  readonly get: () => InspectorState;
  readonly dispatch: Dispatch;
  readonly watch: (onChange: (state: InspectorState) => void) => void;
}

export function createStore(initial: InspectorState): Store {
  let state = initial;
  let isTold = true;
  const watchers: ((state: InspectorState) => void)[] = [];
  const tell = (): void => {
    isTold = true;
    for (const watcher of watchers) watcher(state);
  };
  return {
    get: () => state,
    dispatch: (action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      if (!isTold) return;
      isTold = false;
      queueMicrotask(tell);
    },
    watch: (onChange) => void watchers.push(onChange),
  };
}
