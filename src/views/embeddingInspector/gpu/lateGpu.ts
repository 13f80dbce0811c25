/** The GPU as the page's effects know it: jobs may be given to it before tfjs is loaded, and run in their order once it is. */
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { t } from "../../shared/l10n.tsx";
import type { Gpu, GpuReport } from "./gpu.ts";
import type * as Work from "./gpuWork.ts";

export type GpuWork = typeof Work;

/** One per page; jobs wait until `start`. */
export class LateGpu {
  readonly #onReport: (report: GpuReport) => void;
  readonly #onRestored: () => void;
  readonly #loaded: Promise<{ readonly gpu: Gpu; readonly work: GpuWork }>;
  #load: (loaded: Promise<{ readonly gpu: Gpu; readonly work: GpuWork }>) => void = () => undefined;
  #isStarted = false;

  /** @param onReport called after every job and every change of the backend  @param onRestored called when a lost context was replaced */
  constructor(onReport: (report: GpuReport) => void, onRestored: () => void) {
    this.#onReport = onReport;
    this.#onRestored = onRestored;
    this.#loaded = new Promise((resolve) => {
      this.#load = resolve;
    });
    this.#loaded.catch(() => undefined); // reported by `start`, and by every job
  }

  /** Loads tfjs, chooses the backend and runs what waits. @throws Error with a sentence for the user when the extension's own file is missing */
  start(): Promise<void> {
    this.#load(this.#begin());
    return this.#loaded.then(() => undefined);
  }

  /** @see Gpu.run */
  async run<Result>(job: (gpu: Gpu, work: GpuWork) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const { gpu, work } = await this.#loaded;
    return gpu.run(() => job(gpu, work), signal);
  }

  /** @see Gpu.keepOnly; before the start there is nothing to free */
  async keepOnly(tables: readonly Embedding[]): Promise<void> {
    if (this.#isStarted) await (await this.#loaded).gpu.keepOnly(tables);
  }

  async #begin(): Promise<{ gpu: Gpu; work: GpuWork }> {
    let work: GpuWork;
    try {
      work = await import("./gpuWork.ts");
    } catch (error) {
      throw new Error(t("A part of the inspector could not be read, so nothing can be computed. Install Tokenscope again."), {
        cause: error,
      });
    }
    const gpu = new work.Gpu(this.#onReport, this.#onRestored);
    gpu.start();
    this.#isStarted = true;
    return { gpu, work };
  }
}
