/** What the Windows tab computes from the lens and the token count: counts, order, the batch of the selected window, the ledger. */
import { batchCount, batchOfWindow, type WindowOrder } from "../../core/windows/batch.ts";
import { type Coverage, type CoverageLedger, coverageOf, ledgerOf } from "../../core/windows/coverage.ts";
import { windowCount } from "../../core/windows/slidingWindow.ts";
import { shuffledOrder } from "../../core/random/dataLoaderOrder.ts";
import type { WindowSettings } from "../../protocol/lens.ts";

export interface WindowsModel {
  readonly options: WindowSettings;
  readonly tokenCount: number;
  readonly windowCount: number;
  readonly batchCount: number;
  /** The epoch's order; undefined when not shuffled. */
  readonly order: WindowOrder;
  readonly coverage: Coverage;
  readonly ledger: CoverageLedger;
}

/** Remembers the last model and the last order, which alone takes time: a selection moves much more often than they change. */
export function createWindowsModel(): (tokenCount: number, options: WindowSettings) => WindowsModel {
  let last: WindowsModel | null = null;
  let lastOrder: { readonly key: string; readonly order: WindowOrder } | null = null;
  const orderOf = (count: number, { shuffle, seed, epoch }: WindowSettings): WindowOrder => {
    if (!shuffle) return undefined;
    const key = `${count} ${seed} ${epoch}`;
    if (lastOrder?.key !== key) lastOrder = { key, order: shuffledOrder(count, seed, epoch) };
    return lastOrder.order;
  };
  return (tokenCount, options) => {
    if (last !== null && last.tokenCount === tokenCount && last.options === options) return last;
    const count = windowCount(tokenCount, options);
    const order = orderOf(count, options);
    const coverage = coverageOf(tokenCount, options, order);
    last = {
      options,
      tokenCount,
      windowCount: count,
      batchCount: batchCount(count, options),
      order,
      coverage,
      ledger: ledgerOf(coverage),
    };
    return last;
  };
}

/** The window that is shown: the selected one, or the last there is. @returns null when there are no windows */
export const shownWindow = (model: WindowsModel, selected: number): number | null =>
  model.windowCount === 0 ? null : Math.min(selected, model.windowCount - 1);

/** The batch a window is stacked in; undefined when dropLast leaves it out. */
export const batchOf = (model: WindowsModel, window: number): { readonly batch: number; readonly row: number } | undefined =>
  batchOfWindow(window, model.windowCount, model.options, model.order);

/** With another stride, the window that starts nearest to where the old one did: the same text stays in view. */
export const windowAfterStride = (window: number, stride: number, nextStride: number): number => Math.round((window * stride) / nextStride);
