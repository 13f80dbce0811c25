/** Computes the picture of one window: which tokens, in which batch, and their three kinds of rows. */
import { saidOf } from "../../shared/tokenText.ts";
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { sinusoidalPositions } from "../../../core/embeddings/sinusoidalPositions.ts";
import { batchAt, batchOfWindow, type WindowOrder } from "../../../core/windows/batch.ts";
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import type { InspectorHostMethods } from "../../../protocol/embeddingInspector.ts";
import { type ReadyText, sliceLimit, type ViewState } from "../../../protocol/views.ts";
import type { Host } from "../../shared/connect.ts";
import { epochOrder } from "./epochOrder.ts";
import type { LateGpu } from "../gpu/lateGpu.ts";
import { type Anatomy, type ReadyTables, rowsPerPage, type TokenLabel } from "../state.ts";
import { contextLengthOf } from "../gpu/tablePlan.ts";
import { textKey } from "../textKey.ts";

export type InspectorHost = Host<InspectorHostMethods>;
type Slice = { readonly ids: readonly number[]; readonly labels: readonly TokenLabel[] };

/** The most values of one batch computed at once (64 MiB); a larger batch shows its selected window alone. */
const batchValueLimit = 2 ** 24;

/** Everything the picture depends on: equal keys, equal picture. */
export const anatomyKey = (view: ViewState, text: ReadyText, window: number, tables: ReadyTables, generation: number): string =>
  JSON.stringify([
    textKey(view.lens, text),
    window,
    view.lens.windows,
    contextLengthOf(view),
    view.lens.embedding.positions,
    tables.key,
    generation,
  ]);

export interface AnatomyRequest {
  readonly key: string;
  readonly view: ViewState;
  readonly text: ReadyText;
  readonly window: number;
  readonly tables: ReadyTables;
}

/** @throws Error with a sentence for the user, or the signal's reason */
export async function computeAnatomy(request: AnatomyRequest, host: InspectorHost, gpu: LateGpu, signal: AbortSignal): Promise<Anatomy> {
  const { view, text, window, tables, key } = request;
  const { windows } = view.lens;
  const { maxLength } = windows;
  const { embeddingDim } = tables.token;
  if (maxLength * embeddingDim > batchValueLimit || maxLength > sliceLimit) {
    throw new RangeError(
      `A window of ${maxLength} × ${embeddingDim} values is too large to draw. Choose a smaller max_length or embedding_dim.`,
    );
  }
  const { positional, note } = positionTable(view, tables);
  const count = windowCount(text.tokenCount, windows);
  const place = placeInBatch(window, count, view, await epochOrder(count, windows, signal));
  const fits = place.windows.length * maxLength * embeddingDim <= batchValueLimit;
  const computed = fits ? place.windows : [window];
  const slices = await windowSlices(computed, windows, text.revision, host, signal);
  const row = fits ? place.row : 0;
  const batchIds = Int32Array.from(slices.flatMap((slice) => slice.ids)); // [batchSize, maxLength]
  checkIds(batchIds, tables.token);
  signal.throwIfAborted();
  const rows = await gpu.run((backend, work) => work.inputRows(backend, tables.token, positional, batchIds, maxLength, row), signal);
  signal.throwIfAborted();
  const tooMany = fits
    ? undefined
    : `The batch of ${place.windows.length} windows is too large to compute at once: this window stands alone.`;
  return {
    key,
    window,
    tokenFrom: window * windows.stride,
    batch: place.batch,
    row,
    tokens: (slices[row]?.labels ?? []).map((label, at) => ({ ...label, index: window * windows.stride + at })),
    batchIds,
    rows,
    positions: view.lens.embedding.positions,
    note: [note, tooMany].filter((sentence) => sentence !== undefined).join(" ") || undefined,
  };
}

/** The window's tokens alone, as many as are drawn at once; for the time before there are vectors. */
export async function windowTokens(
  { lens }: ViewState,
  text: ReadyText,
  window: number,
  host: InspectorHost,
  signal: AbortSignal,
): Promise<readonly TokenLabel[]> {
  const { maxLength, stride } = lens.windows;
  const options = { stride, maxLength: Math.min(maxLength, rowsPerPage) };
  const [slice] = await windowSlices([window], options, text.revision, host, signal);
  return (slice?.labels ?? []).map((label, at) => ({ ...label, index: window * stride + at }));
}

function placeInBatch(
  window: number,
  count: number,
  { lens }: ViewState,
  order: WindowOrder,
): { batch: number | undefined; row: number; windows: readonly number[] } {
  const place = batchOfWindow(window, count, lens.windows, order);
  if (place === undefined) return { batch: undefined, row: 0, windows: [window] };
  return { batch: place.batch, row: place.row, windows: [...batchAt(place.batch, count, lens.windows, order)] };
}

/** The rows added to the tokens: the first `contextLength` of the learned table, or the fixed sines and cosines. */
export function positionTable(view: ViewState, tables: ReadyTables): { positional: Embedding; note: string | undefined } {
  const needed = view.lens.windows.maxLength;
  const wanted = contextLengthOf(view);
  const { embeddingDim } = tables.token;
  const learned = tables.positional;
  if (view.lens.embedding.positions === "sinusoidal")
    return { positional: sinusoidal(Math.max(wanted, needed), embeddingDim), note: undefined };
  if (learned === undefined || learned.embeddingDim !== embeddingDim) {
    const why =
      learned === undefined
        ? "The file holds no positional table"
        : `Its position rows have ${learned.embeddingDim} values, not ${embeddingDim}`;
    return { positional: sinusoidal(needed, embeddingDim), note: `${why}: sinusoidal positions stand in.` };
  }
  const rows = tables.source === "file" ? learned.numEmbeddings : wanted;
  if (needed > rows) {
    throw new RangeError(
      `A window of ${needed} tokens needs ${needed} positions and the table has ${rows}. Choose a larger context_length or a smaller max_length.`,
    );
  }
  return { positional: learned, note: undefined };
}

let lastSinusoidal: Embedding | undefined;
/** The same object for the same size, so that it is uploaded once. */
function sinusoidal(contextLength: number, embeddingDim: number): Embedding {
  if (lastSinusoidal?.numEmbeddings !== contextLength || lastSinusoidal.embeddingDim !== embeddingDim) {
    lastSinusoidal = sinusoidalPositions(contextLength, embeddingDim);
  }
  return lastSinusoidal;
}

/** The tokens of each window: in one request when they lie close together. */
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
    return { ids: slice.ids, labels: slice.texts.map((text, i) => ({ id: slice.ids[i] ?? 0, ...saidOf(text) })) };
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

/** The text changed while it was asked for; the state that says so is on its way, and with it the next picture. */
export class StaleError extends Error {}

function checkIds(ids: Int32Array, { numEmbeddings }: Embedding): void {
  const outside = ids.find((id) => id >= numEmbeddings);
  if (outside === undefined) return;
  throw new RangeError(
    `Token id ${outside} has no row: the table has ${numEmbeddings.toLocaleString("en-US")}. Choose a larger vocab_size, or the encoding these weights were trained with.`,
  );
}
