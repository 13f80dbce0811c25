/** The shuffled order of an epoch's windows, drawn a slice at a time while the page goes on answering. */
import { shuffledOrderSteps } from "../../core/random/dataLoaderOrder.ts";
import { windowCount } from "../../core/windows/slidingWindow.ts";
import type { WindowSettings } from "../../protocol/lens.ts";
import type { ViewState } from "../../protocol/views.ts";
import { hostState } from "./state/hostState.ts";
import { type Query, query, sentence } from "./state/query.ts";
import { runSliced } from "./slices.ts";
import { slice, type Store } from "./state/store.ts";

/** Progress is shown in steps of this share. */
const progressStep = 0.05;

/** What an order follows from. */
export interface OrderKey {
  readonly windowCount: number;
  readonly seed: number;
  readonly epoch: number;
}

/** An order, or how far it is. */
export interface DrawnOrder {
  readonly key: OrderKey;
  readonly stage:
    | { readonly kind: "drawing"; readonly done: number }
    | { readonly kind: "drawn"; readonly order: Int32Array }
    | { readonly kind: "failed"; readonly message: string };
}

/** The last order drawn, or being drawn; the settings may have moved on. */
export const drawnOrder = slice<DrawnOrder | undefined>("drawnOrder", undefined);

/** Undefined: the windows are not shuffled. */
export function orderKey(tokenCount: number, options: WindowSettings): OrderKey | undefined {
  const { shuffle, seed, epoch } = options;
  return shuffle ? { windowCount: windowCount(tokenCount, options), seed, epoch } : undefined;
}

export const isSameOrder = (a: OrderKey | undefined, b: OrderKey | undefined): boolean =>
  a?.windowCount === b?.windowCount && a?.seed === b?.seed && a?.epoch === b?.epoch;

/** @param wanted the order that is shown, if one is */
export function orderQuery(store: Store, wanted: (shown: ViewState) => OrderKey | undefined): Query {
  return query(() => {
    const { shown } = store.get(hostState);
    const key = shown && wanted(shown);
    const last = store.get(drawnOrder);
    if (key === undefined || (isSameOrder(last?.key, key) && last?.stage.kind !== "drawing")) return undefined; // what was drawn last is not drawn again
    const show = (stage: DrawnOrder["stage"]): void => store.set(drawnOrder, { key, stage });
    return {
      key: JSON.stringify(key),
      run: (signal) => {
        let shownPart = 0;
        return runSliced(shuffledOrderSteps(key.windowCount, key.seed, key.epoch), signal, (placed) => {
          const done = placed / key.windowCount;
          if (done < shownPart + progressStep) return;
          shownPart = done;
          show({ kind: "drawing", done });
        });
      },
      done: (order) => show({ kind: "drawn", order }),
      failed: (error) => show({ kind: "failed", message: sentence(error) }),
    };
  });
}
