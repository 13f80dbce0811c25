/** The inspector's worker: seeded tables, cosine maps and UMAP, in slices, so that each job reports progress and can be stopped. */
import { toRecord } from "../../../core/errors.ts";
import { UMAP } from "umap-js";
import { cosineMapSteps } from "../../../core/embeddings/cosineMap.ts";
import { initializeSteps } from "../../../core/embeddings/initialize.ts";
import { type NearestRows, nearestRowsSteps } from "../../../core/embeddings/nearestRows.ts";
import { Mt19937 } from "../../../core/random/mt19937.ts";
import { runInSlices, type Slicing } from "../../../core/steps.ts";
import type { WorkerReply, WorkerRequest } from "./workerMessages.ts";

/** The part of a worker's global scope used here; the project's types are those of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
  postMessage(message: WorkerReply, transfer: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

/** In ms: between two looks at the messages. */
const sliceMs = 40;
const yieldToOthers = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const slicing: Slicing = { sliceMs, now: () => performance.now(), yieldToOthers };
/** Jobs under way, by their number. */
const jobs = new Map<number, AbortController>();

const post = (reply: WorkerReply, transfer: readonly ArrayBufferView[] = []): void =>
  scope.postMessage(
    reply,
    transfer.map((view) => view.buffer as ArrayBuffer), // our own arrays, never shared memory
  );

/** Runs sliced work, with progress. @throws the signal's reason when the job is stopped */
const drive = <Result>(job: number, steps: Generator<number, Result>, signal: AbortSignal): Promise<Result> =>
  runInSlices(steps, slicing, signal, (done) => post({ kind: "progress", job, done }));

/** umap-js computes in O(points) for each point without a neighbour at some distance: equal rows get the least there is. */
const leastDistance = 1e-12;

/** The lists as umap-js makes them: each point the first of its own. */
function withThemselves({ indices, distances }: NearestRows, count: number, width: number): { indices: number[][]; distances: number[][] } {
  const list = (values: Int32Array | Float32Array, itself: (row: number) => number, least: number): number[][] =>
    Array.from({ length: count }, (_, row) => [
      itself(row),
      ...Array.from(values.subarray(row * width, (row + 1) * width), (value) => Math.max(value, least)),
    ]);
  return { indices: list(indices, (row) => row, -1), distances: list(distances, () => 0, leastDistance) };
}

async function umap(request: Extract<WorkerRequest, { kind: "umap" }>, signal: AbortSignal): Promise<void> {
  const { job, points, dimensions, neighbourCount, minimumDistance, seed } = request;
  const count = points.length / dimensions;
  const nNeighbors = Math.max(2, Math.min(neighbourCount, count - 1)); // umap counts a point among its own neighbours
  const nearest = await drive(job, nearestRowsSteps(points, dimensions, nNeighbors - 1), signal);
  post({ kind: "progress", job, done: 1 }); // what follows comes in one piece
  const generator = new Mt19937(seed);
  const layout = new UMAP({ nComponents: 2, nNeighbors, minDist: minimumDistance, random: () => generator.nextDouble53() });
  const lists = withThemselves(nearest, count, nNeighbors - 1);
  layout.setPrecomputedKNN(lists.indices, lists.distances);
  const epochs = layout.initializeFit(Array.from({ length: count }, () => [])); // with neighbours given, it only counts the rows
  const show = (done: number, wasStopped: boolean): void => {
    const positions = new Float32Array(count * 2);
    for (const [i, [x, y]] of layout.getEmbedding().entries()) positions.set([x ?? 0, y ?? 0], i * 2);
    post({ kind: "layout", job, positions, done, stopped: wasStopped }, [positions]);
  };
  let since = performance.now();
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    layout.step();
    if (performance.now() - since < sliceMs * 2) continue;
    await yieldToOthers();
    if (signal.aborted) return show(epoch / epochs, true);
    show((epoch + 1) / epochs, false);
    since = performance.now();
  }
  show(1, false);
}

async function serve(request: Exclude<WorkerRequest, { kind: "stop" }>, signal: AbortSignal): Promise<void> {
  const { job } = request;
  switch (request.kind) {
    case "generate": {
      const layers = await drive(job, initializeSteps(request), signal);
      const token = layers.tokenEmbedding.weight;
      const positional = layers.positionalEmbedding.weight;
      return post({ kind: "tables", job, token, positional }, [token, positional]);
    }
    case "cosineMap": {
      const values = await drive(job, cosineMapSteps(request), signal);
      return post({ kind: "matrix", job, values }, [values]);
    }
    case "umap":
      return umap(request, signal);
    default:
      request satisfies never;
  }
}

scope.onmessage = ({ data: request }) => {
  const { job } = request;
  if (request.kind === "stop") return jobs.get(job)?.abort();
  const controller = new AbortController();
  jobs.set(job, controller);
  serve(request, controller.signal)
    .catch((error: unknown) => {
      if (!controller.signal.aborted) post({ kind: "failed", job, error: toRecord(error) });
    })
    .finally(() => jobs.delete(job));
};
