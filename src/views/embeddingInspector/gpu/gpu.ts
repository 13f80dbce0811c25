/**
 * Where the inspector computes: tfjs on WebGL, else tfjs on the CPU, behind one interface.
 *
 * Jobs run one after the other. A job that loses its context under it is run again on a fresh one (its tables are uploaded again from
 * their copies in memory); after `maxRestores` losses in a row the CPU takes over. A job that finds the graphics memory full, or a
 * texture too small, is run again on the CPU, which computes until other tables are asked for. Law: outside of jobs, `memory().numTensors` is the number of blocks of the tables
 * held here, and nothing else.
 */
import { type Tensor, dispose, engine, env, memory, registerBackend, setBackend, tensor2d, type Tensor2D } from "@tensorflow/tfjs-core";
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu/dist/backend_cpu";
import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl/dist/backend_webgl";
import { setWebGLContext } from "@tensorflow/tfjs-backend-webgl/dist/canvas_util";
import { GPGPUContext } from "@tensorflow/tfjs-backend-webgl/dist/gpgpu_context";
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { toTranslate } from "../../shared/l10n.tsx";
import { registerKernels } from "./kernels.ts";
import { type ComputeContext, openContext } from "./webglContext.ts";

export interface GpuReport {
  readonly backend: "webgl" | "cpu";
  /** 1 or 2 on WebGL. */
  readonly version: number | undefined;
  readonly renderer: string | undefined;
  readonly software: boolean;
  /** Why the CPU computes, and what to do about it; undefined on WebGL. */
  readonly reason: string | undefined;
  readonly tensors: number;
  readonly bytes: number;
  /** Tables sent to the backend so far, and contexts replaced. */
  readonly uploads: number;
  readonly restored: number;
}

/** A table on the backend, in blocks of whole rows small enough for one texture each. */
export interface TableOnGpu {
  readonly table: Embedding;
  readonly blocks: readonly { readonly from: number; readonly rows: Tensor2D }[];
}

const maxRestores = 4;
/** Freed textures are kept for reuse up to this many bytes in all; beyond, they are deleted at once. */
const textureCacheBytes = 64 * 1024 * 1024;
/** Without WebGL there are no textures; blocks only bound single allocations. */
const cpuBlockLength = 2 ** 28;
const fencePollMs = 2;

const noWebgl = toTranslate(
  'This window offers no WebGL, so calculations run on the processor: the same numbers, more slowly. To change that, turn hardware acceleration on (Preferences: Configure Runtime Arguments, remove "disable-hardware-acceleration") and restart.',
);
const noFloat = toTranslate(
  "The graphics driver cannot compute with 32-bit floats, so calculations run on the processor: the same numbers, more slowly. A newer driver may help.",
);
const lostTooOften = toTranslate(
  "The graphics driver took its context away again and again, so calculations now run on the processor: the same numbers, more slowly. Reload the window to try the graphics processor again.",
);
const memoryFull = toTranslate(
  "The graphics memory is too small for these tables, so calculations on them run on the processor: the same numbers, more slowly. The next tables are tried on the graphics processor again: choose a smaller vocab_size or embedding_dim.",
);

const textureTooSmall = toTranslate(
  "What is to be computed is too large for one texture of this graphics processor, so calculations on these tables run on the processor: the same numbers, more slowly. The next tables are tried on the graphics processor again: choose a smaller batch_size, max_length or embedding_dim.",
);
/** Reasons that hold for the tables of the moment alone. */
const ofTheseTables: ReadonlySet<string | undefined> = new Set([memoryFull, textureTooSmall]);

class ContextLostError extends Error {}
class GraphicsMemoryError extends Error {}

/** tfjs says so in no other way: its webgl_util.validateTextureSize. Tables are cut into blocks before; a batch of their rows is not. */
const isTextureTooSmall = (error: unknown): boolean => error instanceof Error && error.message.startsWith("Requested texture size ");

/** One per page; jobs wait until `start`. @param onReport called after every job and every change of the backend */
export class Gpu {
  readonly #onReport: (report: GpuReport) => void;
  readonly #onRestored: () => void;
  readonly #held = new Map<Embedding, TableOnGpu>();
  #context: ComputeContext | undefined;
  #reason: string | undefined;
  #queue: Promise<unknown>;
  #begin: () => void = () => undefined;
  #uploads = 0;
  #restored = 0;

  /** @param onRestored called when a lost context was replaced, so that what is on screen can be computed anew */
  constructor(onReport: (report: GpuReport) => void, onRestored: () => void) {
    this.#onReport = onReport;
    this.#onRestored = onRestored;
    this.#queue = new Promise((resolve) => {
      this.#begin = () => resolve(undefined);
    });
  }

  /** Chooses the backend, then runs the jobs that wait. Takes a while, so the page paints first. */
  start(): void {
    registerKernels();
    env().set("SOFTWARE_WEBGL_ENABLED", true); // for the contexts tfjs might make itself
    env().set("WEBGL_CPU_FORWARD", false); // small tensors too are computed where the badge says
    this.#open();
    this.#report();
    this.#begin();
  }

  get isWebgl(): boolean {
    return this.#context !== undefined;
  }

  /**
   * Runs `job` when those before it are done, again if its context is lost. Jobs dispose what they make.
   * @param signal a job not wanted any more by then is not begun: its promise rejects with the signal's reason
   */
  run<Result>(job: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const result = this.#queue.then(() => {
      signal?.throwIfAborted();
      return this.#runNow(job);
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Inside a job: the table's blocks, uploaded now unless they are there. */
  hold(table: Embedding): TableOnGpu {
    const held = this.#held.get(table);
    if (held !== undefined) return held;
    const { numEmbeddings, embeddingDim, weight } = table;
    const rowsPerBlock = Math.max(1, Math.floor(this.#blockLength() / embeddingDim));
    const blocks: { from: number; rows: Tensor2D }[] = [];
    for (let from = 0; from < numEmbeddings; from += rowsPerBlock) {
      const to = Math.min(numEmbeddings, from + rowsPerBlock);
      blocks.push({ from, rows: tensor2d(weight.subarray(from * embeddingDim, to * embeddingDim), [to - from, embeddingDim]) }); // [to − from, embeddingDim]
    }
    const uploaded = { table, blocks };
    this.#held.set(table, uploaded);
    this.#uploads += 1;
    return uploaded;
  }

  /** Frees every table but these, after the jobs under way. */
  keepOnly(tables: readonly Embedding[]): Promise<void> {
    return this.run(async () => {
      for (const [table, { blocks }] of this.#held) {
        if (tables.includes(table)) continue;
        dispose(blocks.map((block) => block.rows));
        this.#held.delete(table);
      }
      if (ofTheseTables.has(this.#reason) && this.#held.size === 0) this.#open();
    });
  }

  /** Inside a job: waits for the backend without blocking the page, then copies the values. @throws when the context is lost or its memory full */
  async read(tensor: Tensor): Promise<Float32Array> {
    await this.#finished();
    const values = Float32Array.from(tensor.dataSync());
    this.#checkAlive();
    this.#checkMemory();
    return values;
  }

  async #runNow<Result>(job: () => Promise<Result>): Promise<Result> {
    for (let losses = 0; ; losses += 1) {
      if (this.#isLost()) this.#restore(losses >= maxRestores ? lostTooOften : undefined);
      try {
        const result = await job();
        this.#checkAlive();
        this.#report();
        return result;
      } catch (error) {
        if (this.#isLost()) continue;
        const reason = error instanceof GraphicsMemoryError ? memoryFull : isTextureTooSmall(error) ? textureTooSmall : undefined;
        if (reason !== undefined && this.isWebgl) {
          this.#leave(reason);
          continue;
        }
        this.#report();
        throw error;
      }
    }
  }

  #open(): void {
    this.#context = openContext();
    this.#reason = this.#context === undefined ? noWebgl : undefined;
    const context = this.#context;
    if (context !== undefined) {
      setWebGLContext(context.version, context.gl);
      env().set("WEBGL_VERSION", context.version);
      env().set("WEBGL_MAX_TEXTURE_SIZE", context.maxTextureSize); // tfjs keeps that of its first context, which may have been on another processor
      env().set("WEBGL_DELETE_TEXTURE_THRESHOLD", textureCacheBytes);
      registerBackend("webgl", () => new MathBackendWebGL(new GPGPUContext(context.gl)));
      context.canvas.addEventListener("webglcontextlost", (event) => {
        event.preventDefault();
        if (this.#context === context) this.run(async () => undefined).catch(() => undefined); // an empty job restores
      });
      if (env().getBool("WEBGL_RENDER_FLOAT32_ENABLED") && useBackend("webgl")) return;
      this.#context = undefined;
      this.#reason = noFloat;
    }
    this.#useCpu();
  }

  /** @param giveUp why the CPU is to take over; undefined: a fresh context does */
  #restore(giveUp: string | undefined): void {
    this.#leave(giveUp);
    if (giveUp === undefined) this.#open();
    this.#restored += 1;
    this.#report();
    this.#onRestored();
  }

  /** Gives the context up with all that is in it. @param reason why the CPU takes over; undefined: it does not */
  #leave(reason: string | undefined): void {
    for (const { blocks } of this.#held.values()) dispose(blocks.map((block) => block.rows));
    this.#held.clear();
    engine().removeBackend("webgl");
    this.#context?.gl.getExtension("WEBGL_lose_context")?.loseContext(); // its memory is free now, not when the collector comes
    this.#context = undefined;
    this.#reason = reason;
    if (reason !== undefined) this.#useCpu();
  }

  #useCpu(): void {
    if (engine().findBackendFactory("cpu") === null) registerBackend("cpu", () => new MathBackendCPU());
    useBackend("cpu");
  }

  #isLost(): boolean {
    return this.#context?.gl.isContextLost() ?? false;
  }

  #checkAlive(): void {
    if (this.#isLost()) throw new ContextLostError("The graphics driver took its context away.");
  }

  /** tfjs asks its context for no errors: a table that found no room would be read as zeros. */
  #checkMemory(): void {
    const gl = this.#context?.gl;
    if (gl === undefined) return;
    let isFull = false;
    for (let error = gl.getError(); error !== gl.NO_ERROR; error = gl.getError()) isFull ||= error === gl.OUT_OF_MEMORY;
    if (isFull) throw new GraphicsMemoryError("The graphics memory is full.");
  }

  /** tfjs' own asynchronous read polls for ever when the context is lost meanwhile; this does not. */
  async #finished(): Promise<void> {
    const gl = this.#context?.gl;
    if (gl === undefined || !("fenceSync" in gl)) return;
    const gl2 = gl as unknown as WebGL2RenderingContext; // it has fenceSync
    const fence = gl2.fenceSync(gl2.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (fence === null) return this.#checkAlive();
    gl2.flush();
    for (;;) {
      this.#checkAlive();
      const status = gl2.clientWaitSync(fence, 0, 0);
      if (status !== gl2.TIMEOUT_EXPIRED) break;
      await new Promise((resolve) => setTimeout(resolve, fencePollMs));
    }
    gl2.deleteSync(fence);
  }

  #blockLength(): number {
    const side = this.#context?.maxTextureSize;
    return side === undefined ? cpuBlockLength : side * side;
  }

  #report(): void {
    const { numTensors, numBytes } = memory();
    const context = this.#context;
    this.#onReport({
      backend: engine().backendName === "webgl" ? "webgl" : "cpu",
      version: context?.version,
      renderer: context?.renderer,
      software: context?.software ?? false,
      reason: this.#reason,
      tensors: numTensors,
      bytes: numBytes,
      uploads: this.#uploads,
      restored: this.#restored,
    });
  }
}

/** Our backends start at once, so the promise of `setBackend` has nothing to wait for. */
function useBackend(name: string): boolean {
  void setBackend(name);
  return engine().findBackend(name) !== null && engine().backendName === name;
}
