/**
 * How both views are built. Read this file, then `query.ts`, then `view.ts`.
 *
 * - The state of a page is held by one **store**, in **slices**. A slice is a constant that names a part of the state and its first value;
 *   the functions that change it are pure and are written beside it. No state is held anywhere else: not in modules, not in the DOM.
 * - What is asked of the host, the GPU or a worker is a **query** (`query.ts`): a function of the state that says what is wanted now.
 * - What is drawn is a function of the state: `App` is drawn once per frame after a change, and a part reads the slices it shows.
 * - A **section** is a folder: its slice and queries in one file, its parts (`.tsx`), and their stylesheet, which the part imports. It is
 *   added to a view by one line (`embeddingInspector/sections.ts`). A section may read the slices of the sections it builds on, and
 *   imports them by name; the compiler and the linter refuse circles.
 *
 * ```ts
 * export const loss = slice<readonly number[]>("loss", []);
 * const withLoss = (losses: readonly number[], loss: number) => [...losses, loss];
 * store.update(loss, (losses) => withLoss(losses, 3.1)); // App is drawn anew in the next frame, queries run now if their key changed
 * ```
 */
import * as v from "valibot";

/** One part of the state. The constant itself is the key: two slices never meet, whatever their names. */
export interface Slice<State> {
  readonly name: string;
  readonly initial: State;
  /** Only for slices that outlive the page: checks what an earlier page left, which is foreign until then. */
  readonly schema?: v.GenericSchema<unknown, State>;
}

export const slice = <State>(name: string, initial: State): Slice<State> => ({ name, initial });

/** A slice that is kept while the view is hidden or reloaded. What fits is taken; entries that are missing are as at first. */
export const keptSlice = <State extends object>(
  name: string,
  initial: NoInfer<State>,
  schema: v.GenericSchema<unknown, State>,
): Slice<State> => ({
  name,
  initial,
  schema,
});

export interface Store {
  get<State>(slice: Slice<State>): State;
  set<State>(slice: Slice<State>, state: State): void;
  /** @param change pure; returning the same value changes nothing */
  update<State>(slice: Slice<State>, change: (state: State) => State): void;
  /** Calls `listener` after changes, once for all that the running script makes. */
  watch(listener: () => void): void;
}

/**
 * @param kept what an earlier page left, by the slices' names; foreign until checked
 * @param keep called with what is to be kept, whenever that changes
 */
export function createStore(kept: unknown, keep: (kept: Readonly<Record<string, unknown>>) => void): Store {
  const values = new Map<object, unknown>();
  const listeners: (() => void)[] = [];
  let keptValues: Readonly<Record<string, unknown>> = isRecord(kept) ? { ...kept } : {};
  let isNoticed = true;

  const notice = (): void => {
    isNoticed = true;
    for (const listener of listeners) listener();
  };
  const get = <State>(slice: Slice<State>): State => {
    if (values.has(slice)) return values.get(slice) as State; // `set` stored it under the same slice
    const first = slice.schema === undefined ? slice.initial : firstOf(slice, slice.schema, keptValues);
    values.set(slice, first);
    return first;
  };
  const set = <State>(slice: Slice<State>, state: State): void => {
    if (Object.is(get(slice), state)) return;
    values.set(slice, state);
    if (slice.schema !== undefined) keep((keptValues = { ...keptValues, [slice.name]: state }));
    if (!isNoticed) return;
    isNoticed = false;
    queueMicrotask(notice);
  };
  return { get, set, update: (slice, change) => set(slice, change(get(slice))), watch: (listener) => void listeners.push(listener) };
}

function firstOf<State>(
  { name, initial }: Slice<State>,
  schema: v.GenericSchema<unknown, State>,
  kept: Readonly<Record<string, unknown>>,
): State {
  const own = Object.hasOwn(kept, name) ? kept[name] : undefined;
  if (!isRecord(own)) return initial;
  const checked = v.safeParse(schema, { ...initial, ...own });
  return checked.success ? checked.output : initial;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
