/** The epoch's shuffled order, drawn in slices so that the page goes on answering, and kept: windows are selected much more often than it changes. */
import { shuffledOrderSteps } from "../../../core/random/dataLoaderOrder.ts";
import type { WindowOrder } from "../../../core/windows/batch.ts";
import type { WindowSettings } from "../../../protocol/lens.ts";
import { runSliced } from "../../shared/slices.ts";

/** The page has one lens, so one order is enough; it follows from its key alone. */
let kept: { readonly key: string; readonly order: Int32Array } | null = null;

/** @returns undefined when not shuffled  @throws RangeError for more windows than can be shuffled; the signal's reason */
export async function epochOrder(windowCount: number, { shuffle, seed, epoch }: WindowSettings, signal: AbortSignal): Promise<WindowOrder> {
  if (!shuffle) return undefined;
  const key = `${windowCount} ${seed} ${epoch}`;
  if (kept?.key === key) return kept.order;
  kept = null; // two at once would be twice the memory
  const order = await runSliced(shuffledOrderSteps(windowCount, seed, epoch), signal);
  kept = { key, order };
  return order;
}
