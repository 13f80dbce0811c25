/** The benchmark's page: the inspector's own GPU and neighbour code, and what it is measured against, over one table of GPT-2's shape. */
import {
  engine,
  matMul,
  memory,
  mul,
  registerBackend,
  registerKernel,
  reshape,
  setBackend,
  tensor1d,
  tensor2d,
  tidy,
  topk,
} from "@tensorflow/tfjs-core";
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu/dist/backend_cpu";
import { topKConfig as cpuTopK } from "@tensorflow/tfjs-backend-cpu/dist/kernels/TopK";
import { topKConfig as webglTopK } from "@tensorflow/tfjs-backend-webgl/dist/kernels/TopK";
import type { Embedding } from "../../../../src/core/embeddings/embedding.ts";
import { initializeLayers } from "../../../../src/core/embeddings/initialize.ts";
import { rowAt } from "../../../../src/core/embeddings/embedding.ts";
import { rowNorms } from "../../../../src/core/embeddings/similarity.ts";
import { Gpu, type GpuReport } from "../../../../src/views/embeddingInspector/gpu/gpu.ts";
import { findNeighbours } from "../../../../src/views/embeddingInspector/neighbours/neighbourJobs.ts";
import { neighboursOfPiece, neighboursOfPoint, toPoints } from "./projectorWay.ts";
import { takeTraffic, type Traffic, watchTraffic } from "./traffic.ts";
import { neighbours } from "../../../support/plain/neighbours.ts";

export type Contestant = "ours" | "projector" | "loops" | "tfjsCpu" | "tfjsWebgl";

export interface Answer {
  readonly ms: number;
  readonly ids: readonly number[];
  readonly traffic: Traffic;
}

/** How many neighbours the inspector shows. */
const count = 50;
let report: GpuReport | undefined;
let table: Embedding;
let norms: Float64Array;
/** As tfjs wants it: 1 / norm of each row. */
let inverseNorms: Float32Array;
let points: ReturnType<typeof toPoints>;
let gpu: Gpu;
/** Tensors of the contestants that use tfjs as it is. */
const stock: Partial<Record<"cpu" | "webgl", { rows: ReturnType<typeof tensor2d>; scales: ReturnType<typeof tensor1d> }>> = {};

/** The table, once; each contestant keeps it in its own way, prepared before the clock starts. */
async function prepare(rows: number, columns: number): Promise<GpuReport | undefined> {
  watchTraffic();
  const [made] = initializeLayers([{ numEmbeddings: rows, embeddingDim: columns }], 123);
  if (made === undefined) throw new Error("No table was made.");
  table = made;
  norms = rowNorms(table);
  inverseNorms = Float32Array.from(norms, (norm) => 1 / norm);
  gpu = new Gpu(
    (now) => (report = now),
    () => undefined,
  );
  gpu.start();
  registerBackend("cpu", () => new MathBackendCPU());
  registerKernel(cpuTopK);
  registerKernel(webglTopK);
  await gpu.run(async () => undefined);
  return report;
}

function preparePoints(): void {
  points = toPoints(table);
}

/** The first query of a table that is not on the GPU yet: it is uploaded on the way. */
async function firstQuery(): Promise<Answer> {
  await gpu.keepOnly([]);
  return ask("ours", 0);
}

async function ask(contestant: Contestant, id: number): Promise<Answer> {
  takeTraffic();
  const started = performance.now();
  const ids = await answers[contestant](id);
  const ms = performance.now() - started;
  return { ms, ids, traffic: takeTraffic() };
}

const answers: Record<Contestant, (id: number) => Promise<readonly number[]>> = {
  ours: async (id) => {
    const query = { terms: [{ index: id, factor: 1 }], metric: "cosine", count, excluded: new Set([id]) } as const;
    const { found } = await gpu.run(() => findNeighbours(gpu, table, norms, query));
    return found.map(({ index }) => index);
  },
  projector: async (id) => neighboursOfPoint(points, id, count),
  loops: async (id) =>
    neighbours(table, rowAt(table, id), { metric: "cosine", count, excluded: new Set([id]), norms }).map(({ index }) => index),
  tfjsCpu: (id) => stockAnswer("cpu", id),
  tfjsWebgl: (id) => stockAnswer("webgl", id),
};

/** tfjs' own operations, the table and its norms kept on the backend, the best brought back. */
async function stockAnswer(backend: "cpu" | "webgl", id: number): Promise<readonly number[]> {
  const before = engine().backendName;
  if (before !== backend) await setBackend(backend);
  const { numEmbeddings, embeddingDim } = table;
  stock[backend] ??= { rows: tensor2d(table.weight, [numEmbeddings, embeddingDim]), scales: tensor1d(inverseNorms) };
  const { rows, scales } = stock[backend];
  const best = tidy(() => {
    const products = matMul(rows, tensor2d(rowAt(table, id), [embeddingDim, 1])); // [numEmbeddings, 1]
    return topk(mul(reshape(products, [numEmbeddings]), scales), count + 1).indices; // [count + 1]
  });
  const ids = Array.from(await best.data());
  best.dispose();
  if (before !== backend) await setBackend(before);
  return ids.filter((index) => index !== id).slice(0, count);
}

/** One piece of all-pairs; the table is on the GPU before the clock starts. */
async function piece(columns: number): Promise<{ ms: number; ids: readonly (readonly number[])[] }> {
  const { numEmbeddings, embeddingDim } = table;
  // The Projector makes its vectors unit vectors first.
  const unit = { ...table, weight: table.weight.map((value, at) => value * (inverseNorms[Math.floor(at / embeddingDim)] ?? 0)) };
  return gpu.run(async () => {
    const whole = tensor2d(unit.weight, [numEmbeddings, embeddingDim]); // [numEmbeddings, embeddingDim]
    await neighboursOfPiece(whole, unit, 1, count);
    const started = performance.now();
    const ids = await neighboursOfPiece(whole, unit, columns, count);
    const ms = performance.now() - started;
    whole.dispose();
    return { ms, ids };
  });
}

const held = (): { bytes: number; tensors: number } => ({ bytes: memory().numBytes, tensors: memory().numTensors });

const bench = { prepare, preparePoints, firstQuery, ask, piece, held };
export type Bench = typeof bench;
declare global {
  var bench: Bench;
}
globalThis.bench = bench;
