/** What the Windows tab computes from the lens and the token count: counts, order, the batch of the selected window, the ledger. */
import { batchCount, batchOfWindow, type WindowOrder } from "../../../core/windows/batch.ts";
import { type Coverage, type CoverageLedger, coverageOf, ledgerOf } from "../../../core/windows/coverage.ts";
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import { shuffledOrder } from "../../../core/random/dataLoaderOrder.ts";
import type { WindowSettings } from "../../../protocol/lens.ts";
import { type DrawnOrder, isSameOrder, type OrderKey, slicedOrder } from "./shuffling.ts";

export interface WindowsModel {
  readonly options: WindowSettings;
  readonly tokenCount: number;
  readonly windowCount: number;
  readonly batchCount: number;
  /** The epoch's order; undefined when not shuffled, null while it is not drawn yet. */
  readonly order: WindowOrder | null;
  /** Without an order it is not known which windows dropLast loses: then as if it lost none. */
  readonly coverage: Coverage;
  readonly ledger: CoverageLedger;
}

/** Remembers the last model and the last order, which alone takes time: a selection moves much more often than they change. */
export function createWindowsModel(): (tokenCount: number, options: WindowSettings, drawn: DrawnOrder | null) => WindowsModel {
  let last: WindowsModel | null = null;
  let lastOrder: { readonly key: OrderKey; readonly order: Int32Array } | null = null;
  const orderOf = (count: number, options: WindowSettings, tokenCount: number, drawn: DrawnOrder | null): WindowsModel["order"] => {
    if (!options.shuffle) return undefined;
    const sliced = slicedOrder(tokenCount, options);
    if (sliced !== null) return drawn?.stage.kind === "drawn" && isSameOrder(drawn.key, sliced) ? drawn.stage.order : null;
    const key = { windowCount: count, seed: options.seed, epoch: options.epoch };
    if (lastOrder === null || !isSameOrder(lastOrder.key, key)) lastOrder = { key, order: shuffledOrder(count, key.seed, key.epoch) };
    return lastOrder.order;
  };
  return (tokenCount, options, drawn) => {
    const count = windowCount(tokenCount, options);
    const order = orderOf(count, options, tokenCount, drawn);
    if (last !== null && last.tokenCount === tokenCount && last.options === options && last.order === order) return last;
    last = {
      options,
      tokenCount,
      windowCount: count,
      batchCount: batchCount(count, options),
      order,
      ...ledgerUnder(tokenCount, options, order),
    };
    return last;
  };
}

function ledgerUnder(tokenCount: number, options: WindowSettings, order: WindowsModel["order"]): Pick<WindowsModel, "coverage" | "ledger"> {
  if (order !== null) {
    const coverage = coverageOf(tokenCount, options, order);
    return { coverage, ledger: ledgerOf(coverage) };
  }
  const coverage = coverageOf(tokenCount, { ...options, dropLast: false });
  const ledger = ledgerOf(coverage);
  const batches = batchCount(ledger.windowCount, options);
  const lostWindowCount = options.dropLast ? ledger.windowCount - batches * options.batchSize : 0;
  return { coverage, ledger: { ...ledger, batchCount: batches, lostWindowCount } }; // how many are lost is known, which is not
}

/** The window that is shown: the selected one, or the last there is. @returns null when there are no windows */
export const shownWindow = (model: WindowsModel, selected: number): number | null =>
  model.windowCount === 0 ? null : Math.min(selected, model.windowCount - 1);

export interface BatchPlace {
  readonly batch: number;
  readonly row: number;
}

/** The batch a window is stacked in; undefined when dropLast leaves it out, null while the order is not drawn yet. */
export const batchOf = ({ windowCount: count, options, order }: WindowsModel, window: number): BatchPlace | undefined | null =>
  order === null ? null : batchOfWindow(window, count, options, order);

/** With another stride, the window that starts nearest to where the old one did: the same text stays in view. */
export const windowAfterStride = (window: number, stride: number, nextStride: number): number => Math.round((window * stride) / nextStride);
