/** Computes the rows of one window: which tokens, in which batch, and their three kinds of rows. */
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { batchAt, batchOfWindow, type WindowOrder } from "../../../core/windows/batch.ts";
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import { type ReadyText, sliceLimit, type ViewState } from "../../../protocol/views.ts";
import { tokensKey } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { slice } from "../../shared/state/store.ts";
import type { WindowRows } from "../gpu/gpuJobs.ts";
import type { InspectorView } from "../inspectorView.ts";
import { contextLengthOf } from "../tables/tablePlan.ts";
import { rowsOfIds } from "../tables/tableRows.ts";
import type { ReadyTables } from "../tables/tables.ts";
import { type TokenLabel, toLabels } from "../tokens/tokenLabel.ts";
import { rowsPerPage } from "./cursor.ts";

export interface InputRows {
  /** Index of the window, of its first token, of its batch (undefined: left out by drop_last), and its row there. */
  readonly window: number;
  readonly tokenFrom: number;
  readonly batch: number | undefined;
  readonly row: number;
  readonly tokens: readonly TokenLabel[];
  /** [batchSize, maxLength] */
  readonly batchIds: Int32Array;
  readonly rows: WindowRows;
  /** Shown beside the picture when something stands in for something else. */
  readonly note: string | undefined;
}

type InspectorHost = InspectorView["host"];
type Slice = { readonly ids: readonly number[]; readonly labels: readonly TokenLabel[] };

/** The most values of one batch computed at once (64 MiB); a larger batch shows its selected window alone. */
const batchValueLimit = 2 ** 24;

export interface InputRowsRequest {
  readonly shown: ViewState;
  readonly text: ReadyText;
  readonly window: number;
  readonly tables: ReadyTables;
  /** The epoch's order, if windows are shuffled. */
  readonly order: WindowOrder;
}

/** @throws Error with a sentence for the user, or the signal's reason */
export async function computeInputRows(view: InspectorView, request: InputRowsRequest, signal: AbortSignal): Promise<InputRows> {
  const { shown, text, window, tables, order } = request;
  const { windows } = shown.lens;
  const { maxLength } = windows;
  const { embeddingDim } = tables.token;
  if (maxLength * embeddingDim > batchValueLimit || maxLength > sliceLimit) {
    throw new RangeError(
      t("A window of {0} × {1} values is too large to draw. Choose a smaller max_length or embedding_dim.", maxLength, embeddingDim),
    );
  }
  const { positional, note } = positionTable(view, shown, tables);
  const count = windowCount(text.tokenCount, windows);
  const batch = batchWith(window, count, shown, order);
  const fits = batch.windows.length * maxLength * embeddingDim <= batchValueLimit;
  const computed = fits ? batch.windows : [window];
  const slices = await loadedSlices(view, shown, text.revision, computed, signal);
  const row = fits ? batch.row : 0;
  const batchIds = Int32Array.from(slices.flatMap((slice) => slice.ids)); // [batchSize, maxLength]
  const tableRows = rowsOfIds(tables, batchIds);
  signal.throwIfAborted();
  const rows = await view.gpu.run((backend, jobs) => jobs.inputRows(backend, tables.token, positional, tableRows, maxLength, row), signal);
  const alone = fits
    ? undefined
    : t("The batch of {0} windows is too large to compute at once: this window is alone.", batch.windows.length);
  return {
    window,
    tokenFrom: window * windows.stride,
    batch: batch.batch,
    row,
    tokens: (slices[row]?.labels ?? []).map((label, at) => ({ ...label, index: window * windows.stride + at })),
    batchIds,
    rows,
    note: [note, alone].filter((sentence) => sentence !== undefined).join(" ") || undefined,
  };
}

/** The window's tokens alone, as many as are drawn at once; for the time before there are vectors. */
export async function windowTokens(
  host: InspectorHost,
  { lens }: ViewState,
  text: ReadyText,
  window: number,
  signal: AbortSignal,
): Promise<readonly TokenLabel[]> {
  const { maxLength, stride } = lens.windows;
  const options = { stride, maxLength: Math.min(maxLength, rowsPerPage) };
  const [slice] = await windowSlices([window], options, text.revision, host, signal);
  return (slice?.labels ?? []).map((label, at) => ({ ...label, index: window * stride + at }));
}

interface BatchOfWindow {
  readonly batch: number | undefined;
  readonly row: number;
  readonly windows: readonly number[];
}

function batchWith(window: number, count: number, { lens }: ViewState, order: WindowOrder): BatchOfWindow {
  const found = batchOfWindow(window, count, lens.windows, order);
  if (found === undefined) return { batch: undefined, row: 0, windows: [window] };
  return { batch: found.batch, row: found.row, windows: [...batchAt(found.batch, count, lens.windows, order)] };
}

/** The rows added to the tokens: the first `contextLength` of the learned table, or the fixed sines and cosines. */
export function positionTable(
  { sinusoidal }: Pick<InspectorView, "sinusoidal">,
  shown: ViewState,
  tables: ReadyTables,
): { readonly positional: Embedding; readonly note: string | undefined } {
  const needed = shown.lens.windows.maxLength;
  const wanted = contextLengthOf(shown);
  const { embeddingDim } = tables.token;
  const learned = tables.positional;
  if (shown.lens.embedding.positions === "sinusoidal")
    return { positional: sinusoidal.get(Math.max(wanted, needed), embeddingDim), note: undefined };
  if (learned === undefined || learned.embeddingDim !== embeddingDim) {
    const note =
      learned === undefined
        ? t("The file holds no positional table: sinusoidal positions stand in.")
        : t("Its position rows have {0} values, not {1}: sinusoidal positions stand in.", learned.embeddingDim, embeddingDim);
    return { positional: sinusoidal.get(needed, embeddingDim), note };
  }
  const rows = tables.source === "seeded" ? wanted : learned.numEmbeddings;
  if (needed > rows) {
    throw new RangeError(
      t(
        "A window of {0} tokens needs {0} positions and the table has {1}. Choose a larger context_length or a smaller max_length.",
        needed,
        rows,
      ),
    );
  }
  return { positional: learned, note: undefined };
}

/** Of the batch asked for last: while a run of training changes the tables in every frame, its tokens stay the same. */
const lastSlices = slice<{ readonly key: string; readonly slices: readonly Slice[] } | undefined>("batchTokens", undefined);

async function loadedSlices(
  { store, host }: InspectorView,
  shown: ViewState,
  revision: number,
  windows: readonly number[],
  signal: AbortSignal,
): Promise<readonly Slice[]> {
  const { maxLength, stride } = shown.lens.windows;
  const key = JSON.stringify([tokensKey(shown), windows, maxLength, stride]);
  const last = store.get(lastSlices);
  if (last?.key === key) return last.slices;
  const slices = await windowSlices(windows, { maxLength, stride }, revision, host, signal);
  store.set(lastSlices, { key, slices });
  return slices;
}

/** The tokens of each window: in one request when they are close together. */
async function windowSlices(
  windows: readonly number[],
  { maxLength, stride }: Pick<ViewState["lens"]["windows"], "maxLength" | "stride">,
  revision: number,
  host: InspectorHost,
  signal: AbortSignal,
): Promise<readonly Slice[]> {
  const starts = windows.map((window) => window * stride);
  const from = Math.min(...starts);
  const to = Math.max(...starts) + maxLength;
  const fetchSlice = async (sliceFrom: number, sliceTo: number): Promise<Slice> => {
    const slice = await host.request("tokens/slice", { from: sliceFrom, to: sliceTo }, signal);
    if (slice.revision !== revision || slice.ids.length < sliceTo - sliceFrom) throw new StaleError();
    return { ids: slice.ids, labels: toLabels(slice.ids, slice.texts) };
  };
  if (to - from > Math.min(sliceLimit, 4 * maxLength * windows.length)) {
    return Promise.all(starts.map((start) => fetchSlice(start, start + maxLength)));
  }
  const all = await fetchSlice(from, to);
  return starts.map((start) => ({
    ids: all.ids.slice(start - from, start - from + maxLength),
    labels: all.labels.slice(start - from, start - from + maxLength),
  }));
}

/** The text changed while it was asked for; the state that says so is on its way, and with it the next rows. */
export class StaleError extends Error {}
