/** The workers that tokenize for the host, one pool for an encoding at a time, kept for a while after their last task. */
import * as vscode from "vscode";
import type { EncodingId } from "../../core/tokens/encoding.ts";
import type { Encodings } from "../documents/encodings.ts";
import type { Platform } from "../platform/platform.ts";
import { WorkerPool } from "../platform/workerPool.ts";
import type { WorkerResult, WorkerTask } from "./countFile.ts";

/** They answer each of some tasks. */
export type TokenPool = WorkerPool<readonly WorkerTask[], readonly WorkerResult[]>;

/** Threads, at most: each has the encoding's tables for itself, and memory runs out before cores do. */
const mostWorkers = 16;
/** An idle pool holds its tables for so long, in ms. */
const keptMs = 30_000;

interface Current {
  readonly encoding: EncodingId;
  readonly pool: Promise<TokenPool | undefined>;
}

export class TokenWorkers implements vscode.Disposable {
  readonly #platform: Platform;
  readonly #extensionUri: vscode.Uri;
  readonly #encodings: Pick<Encodings, "setup">;
  #current: Current | undefined;
  #users = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(platform: Platform, extensionUri: vscode.Uri, encodings: Pick<Encodings, "setup">) {
    this.#platform = platform;
    this.#encodings = encodings;
    this.#extensionUri = extensionUri;
  }

  /** Gives a pool to `work`, which no other takes away meanwhile; undefined where there are no threads that reach the disk, or a tokenizer's file was not kept. */
  async use<Result>(encoding: EncodingId, work: (pool: TokenPool | undefined) => Promise<Result>): Promise<Result> {
    clearTimeout(this.#timer);
    this.#users++;
    try {
      if (this.#current?.encoding !== encoding && this.#users === 1) await this.#stop();
      const current = (this.#current ??= this.#begin(encoding));
      if (current.encoding === encoding) return await work(await current.pool);
      const own = await this.#start(encoding); // another encoding is at work
      try {
        return await work(own);
      } finally {
        await own?.dispose();
      }
    } finally {
      if (--this.#users === 0) this.#timer = setTimeout(() => void this.#stop(), keptMs);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    void this.#stop();
  }

  async #stop(): Promise<void> {
    const stopped = this.#current;
    this.#current = undefined;
    const pool = await stopped?.pool.catch(() => undefined);
    await pool?.dispose();
  }

  #begin(encoding: EncodingId): Current {
    const begun: Current = { encoding, pool: this.#start(encoding) };
    begun.pool.catch(() => {
      if (this.#current === begun) this.#current = undefined; // so that the next one tries again
    });
    return begun;
  }

  async #start(encoding: EncodingId): Promise<TokenPool | undefined> {
    const { threads } = this.#platform;
    const setup = threads?.haveDisk === true ? await this.#encodings.setup(encoding) : undefined;
    if (threads === undefined || setup === undefined) return undefined;
    const start = await threads.start(vscode.Uri.joinPath(this.#extensionUri, "dist", "tokenWorker.mjs"));
    return new WorkerPool(Math.min(threads.count, mostWorkers), start, setup);
  }
}
