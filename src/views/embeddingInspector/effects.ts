/** What all effects share: the things they work with, and slots that keep one piece of work per purpose. */
import type { InspectorHost } from "./inputRows/anatomyJob.ts";
import type { LateGpu } from "./gpu/lateGpu.ts";
import type { Store } from "./store.ts";
import type { WorkerClient } from "./worker/workerClient.ts";

export interface Tools {
  readonly store: Store;
  readonly host: InspectorHost;
  readonly gpu: LateGpu;
  readonly worker: WorkerClient;
  /** Works on the map alone, so that it can be ended at once. */
  readonly mapWorker: WorkerClient;
}

/** One piece of work at a time for one key; a new key stops the old one. */
export class Slot {
  #key: string | undefined;
  #controller: AbortController | undefined;

  /** @returns a signal when `key` is new, undefined when it is at work or done */
  enter(key: string): AbortSignal | undefined {
    if (key === this.#key) return undefined;
    this.leave();
    this.#key = key;
    this.#controller = new AbortController();
    return this.#controller.signal;
  }

  /** Stops the work; the next key, even the same, starts it again. */
  leave(): void {
    this.#controller?.abort(new DOMException("Not needed any more.", "AbortError"));
    this.#controller = undefined;
    this.#key = undefined;
  }

  /** Stops the work and keeps its key, so that it does not start again by itself. */
  stop(): void {
    this.#controller?.abort(new DOMException("Cancelled.", "AbortError"));
  }
}

/** What to show of an error. */
export const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Rejects with the signal's reason when it is aborted meanwhile. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
