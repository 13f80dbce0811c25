/** What the Windows tab computes from the lens and the token count: counts, order, the batch of the selected window, the ledger. */
import { batchCount, batchOfWindow, type WindowOrder } from "../../../core/windows/batch.ts";
import { type Coverage, type CoverageLedger, coverageOf, ledgerOf } from "../../../core/windows/coverage.ts";
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import { shuffledOrder } from "../../../core/random/dataLoaderOrder.ts";
import type { WindowSettings } from "../../../protocol/lens.ts";
import { type DrawnOrder, isSameOrder, type OrderKey, orderKey } from "../../shared/shuffledOrder.ts";

export interface WindowsModel {
  readonly options: WindowSettings;
  readonly tokenCount: number;
  readonly windowCount: number;
  readonly batchCount: number;
  /** The epoch's order; undefined when not shuffled. */
  readonly order: WindowOrder | "drawing";
  /** Until the order is drawn, the windows that dropLast leaves out are not known: none is left out then. */
  readonly coverage: Coverage;
  readonly ledger: CoverageLedger;
}

/** Up to this many windows an order takes a few ms: it is drawn at once, with no progress to show. */
const drawnAtOnce = 2 ** 15;

/** The order that has to be drawn in slices; undefined when there is none, or it is drawn at once. */
export function slicedOrder(tokenCount: number, options: WindowSettings): OrderKey | undefined {
  const key = orderKey(tokenCount, options);
  return key !== undefined && key.windowCount > drawnAtOnce ? key : undefined;
}

/** Remembers the last model and the last order, which alone takes time: a selection moves much more often than they change. */
export function createWindowsModel(): (tokenCount: number, options: WindowSettings, drawn: DrawnOrder | undefined) => WindowsModel {
  let last: WindowsModel | undefined;
  let lastOrder: { readonly key: OrderKey; readonly order: Int32Array } | undefined;
  const orderOf = (count: number, options: WindowSettings, tokenCount: number, drawn: DrawnOrder | undefined): WindowsModel["order"] => {
    if (!options.shuffle) return undefined;
    const sliced = slicedOrder(tokenCount, options);
    if (sliced !== undefined) return drawn?.stage.kind === "drawn" && isSameOrder(drawn.key, sliced) ? drawn.stage.order : "drawing";
    const key = { windowCount: count, seed: options.seed, epoch: options.epoch };
    if (lastOrder === undefined || !isSameOrder(lastOrder.key, key)) lastOrder = { key, order: shuffledOrder(count, key.seed, key.epoch) };
    return lastOrder.order;
  };
  return (tokenCount, options, drawn) => {
    const count = windowCount(tokenCount, options);
    const order = orderOf(count, options, tokenCount, drawn);
    if (last !== undefined && last.tokenCount === tokenCount && last.options === options && last.order === order) return last;
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
  if (order !== "drawing") {
    const coverage = coverageOf(tokenCount, options, order);
    return { coverage, ledger: ledgerOf(coverage) };
  }
  const coverage = coverageOf(tokenCount, { ...options, dropLast: false });
  const ledger = ledgerOf(coverage);
  const batches = batchCount(ledger.windowCount, options);
  const lostWindowCount = options.dropLast ? ledger.windowCount - batches * options.batchSize : 0;
  return { coverage, ledger: { ...ledger, batchCount: batches, lostWindowCount } }; // how many are lost is known, which of them is not
}

/** The window that is shown: the selected one, or the last there is. @returns undefined when there are no windows */
export const shownWindow = (model: WindowsModel, selected: number): number | undefined =>
  model.windowCount === 0 ? undefined : Math.min(selected, model.windowCount - 1);

export interface BatchRow {
  readonly batch: number;
  readonly row: number;
}

/** The batch a window is stacked in, and its row there; undefined when dropLast leaves it out. */
export const batchOf = ({ windowCount: count, options, order }: WindowsModel, window: number): BatchRow | undefined | "drawing" =>
  order === "drawing" ? order : batchOfWindow(window, count, options, order);

/** With another stride, the window that starts nearest to where the old one did: the same text stays in view. */
export const windowAfterStride = (window: number, stride: number, nextStride: number): number => Math.round((window * stride) / nextStride);
