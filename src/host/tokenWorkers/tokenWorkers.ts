/** The workers that tokenize for the host, one pool for an encoding at a time, kept for a while after their last task. */
import * as vscode from "vscode";
import { findBuiltIn } from "../../core/tokens/catalogue.ts";
import type { EncodingId } from "../../core/tokens/encoding.ts";
import { vocabularyFileName } from "../../core/tokens/encodingSpec.ts";
import type { Platform } from "../platform/platform.ts";
import { WorkerPool } from "../platform/workerPool.ts";
import type { WorkerResult, WorkerTask } from "./countFile.ts";
import type { TokenSetup } from "./tokenTask.ts";

/** They answer each of some tasks. */
export type TokenPool = WorkerPool<readonly WorkerTask[], readonly WorkerResult[]>;

/** Threads, at most: each has the encoding's tables for itself, and memory runs out before cores do. */
export const mostWorkers = 16;
/** An idle pool holds its tables for so long, in ms. */
const keptMs = 30_000;

export class TokenWorkers implements vscode.Disposable {
  readonly #platform: Platform;
  readonly #extensionUri: vscode.Uri;
  #current: { readonly encoding: EncodingId; readonly pool: Promise<TokenPool | undefined> } | undefined;
  #users = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(platform: Platform, extensionUri: vscode.Uri) {
    this.#platform = platform;
    this.#extensionUri = extensionUri;
  }

  /** Gives a pool to `work`, which no other takes away meanwhile; undefined where there are no threads that reach the disk, or not for this encoding. */
  async use<Result>(encoding: EncodingId, work: (pool: TokenPool | undefined) => Promise<Result>): Promise<Result> {
    clearTimeout(this.#timer);
    this.#users++;
    try {
      if (this.#current?.encoding !== encoding && this.#users === 1) await this.#stop();
      const current = (this.#current ??= { encoding, pool: this.#start(encoding) });
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

  async #start(encoding: EncodingId): Promise<TokenPool | undefined> {
    const { threads } = this.#platform;
    const spec = findBuiltIn(encoding); // an encoding from a file of the user's does not cross to workers
    if (threads?.haveDisk !== true || spec === undefined) return undefined;
    const vocabulary = await vscode.workspace.fs.readFile(this.#built(`vocabularies/${vocabularyFileName(spec)}`));
    const start = await threads.start(this.#built("tokenWorker.mjs"));
    return new WorkerPool(Math.min(threads.count, mostWorkers), start, { encoding, vocabulary } satisfies TokenSetup);
  }

  #built(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#extensionUri, "dist", name);
  }
}
