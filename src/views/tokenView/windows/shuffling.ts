/** The shuffled order of many windows, drawn a slice at a time while the page goes on answering. What few windows need is drawn at once. */
import { shuffledOrderSteps } from "../../../core/random/dataLoaderOrder.ts";
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import type { WindowSettings } from "../../../protocol/lens.ts";
import { runSliced } from "../../shared/slices.ts";

/** Up to so many windows the order takes a few ms: no slices, nothing to be shown meanwhile. */
const shuffledAtOnce = 2 ** 15;
/** Progress is told in steps of this part. */
const toldStep = 0.05;

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

export interface Shuffling {
  /** Draws the order wanted, and no other one any more; null wants none. What is drawn, or being drawn, is not drawn again. */
  want(key: OrderKey | null): void;
}

/** The order that has to be drawn in slices; null when there is none, or it is drawn at once. */
export function slicedOrder(tokenCount: number, options: WindowSettings): OrderKey | null {
  const { shuffle, seed, epoch } = options;
  const count = shuffle ? windowCount(tokenCount, options) : 0;
  return count > shuffledAtOnce ? { windowCount: count, seed, epoch } : null;
}

export const isSameOrder = (a: OrderKey | undefined, b: OrderKey | undefined): boolean =>
  a?.windowCount === b?.windowCount && a?.seed === b?.seed && a?.epoch === b?.epoch;

/** @param onStage told of each stage of the order wanted last */
export function createShuffling(onStage: (drawn: DrawnOrder) => void): Shuffling {
  let wanted: OrderKey | null = null;
  let drawing: AbortController | null = null;

  const draw = async (key: OrderKey, controller: AbortController): Promise<void> => {
    let told = 0;
    const onProgress = (placed: number): void => {
      const done = placed / key.windowCount;
      if (done < told + toldStep) return;
      told = done;
      onStage({ key, stage: { kind: "drawing", done } });
    };
    let stage: DrawnOrder["stage"];
    try {
      const steps = shuffledOrderSteps(key.windowCount, key.seed, key.epoch);
      stage = { kind: "drawn", order: await runSliced(steps, controller.signal, onProgress) };
    } catch (error) {
      stage = { kind: "failed", message: error instanceof Error ? error.message : String(error) };
    }
    if (controller.signal.aborted) return;
    drawing = null;
    onStage({ key, stage });
  };

  return {
    want(key) {
      if (key === null && drawing === null) return; // the last one drawn may be wanted again
      if (isSameOrder(key ?? undefined, wanted ?? undefined)) return;
      drawing?.abort();
      wanted = key;
      drawing = key === null ? null : new AbortController();
      if (key !== null && drawing !== null) void draw(key, drawing);
    },
  };
}
