/** The inspector's worker: seeded tables, cosine maps and UMAP, in slices, so that each job reports progress and can be stopped. */
import { UMAP } from "umap-js";
import { cosineMapSteps } from "../../../core/embeddings/cosineMap.ts";
import { initializeSteps } from "../../../core/embeddings/initialize.ts";
import { type NearestRows, nearestRowsSteps } from "../../../core/embeddings/nearestRows.ts";
import { Mt19937 } from "../../../core/random/mt19937.ts";
import type { WorkerReply, WorkerRequest } from "./workerMessages.ts";

/** The part of a worker's global scope used here; the project's types are those of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
  postMessage(message: WorkerReply, transfer: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

/** Between two looks at the messages. */
const sliceMs = 40;
const stopped = new Set<number>();

const post = (reply: WorkerReply, transfer: readonly ArrayBufferView[] = []): void =>
  scope.postMessage(
    reply,
    transfer.map((view) => view.buffer as ArrayBuffer), // our own arrays, never shared memory
  );

/** Lets waiting messages in. @returns whether the job goes on */
async function pause(job: number): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  return !stopped.has(job);
}

/** Runs sliced work, with progress. @returns undefined when stopped */
async function drive<Result>(job: number, steps: Generator<number, Result>): Promise<Result | undefined> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < sliceMs) continue;
    post({ kind: "progress", job, done: step.value });
    if (!(await pause(job))) return undefined;
    since = performance.now();
  }
}

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

async function umap(request: Extract<WorkerRequest, { kind: "umap" }>): Promise<void> {
  const { job, points, dimensions, neighbourCount, minimumDistance, seed } = request;
  const count = points.length / dimensions;
  const nNeighbors = Math.max(2, Math.min(neighbourCount, count - 1)); // umap counts a point among its own neighbours
  const nearest = await drive(job, nearestRowsSteps(points, dimensions, nNeighbors - 1));
  if (nearest === undefined) return;
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
    if (!(await pause(job))) return show(epoch / epochs, true);
    show((epoch + 1) / epochs, false);
    since = performance.now();
  }
  show(1, false);
}

async function serve(request: Exclude<WorkerRequest, { kind: "stop" }>): Promise<void> {
  const { job } = request;
  switch (request.kind) {
    case "generate": {
      const layers = await drive(job, initializeSteps(request));
      if (layers === undefined) return;
      const token = layers.tokenEmbedding.weight;
      const positional = layers.positionalEmbedding.weight;
      return post({ kind: "tables", job, token, positional }, [token, positional]);
    }
    case "cosineMap": {
      const values = await drive(job, cosineMapSteps(request));
      if (values !== undefined) post({ kind: "matrix", job, values }, [values]);
      return;
    }
    case "umap":
      return umap(request);
    default:
      request satisfies never;
  }
}

scope.onmessage = ({ data: request }) => {
  if (request.kind === "stop") {
    stopped.add(request.job);
    return;
  }
  serve(request)
    .catch((error: unknown) => post({ kind: "failed", job: request.job, message: error instanceof Error ? error.message : String(error) }))
    .finally(() => stopped.delete(request.job));
};
