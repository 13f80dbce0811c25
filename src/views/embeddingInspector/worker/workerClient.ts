/** The page's end of the worker: each job a promise with progress and an `AbortSignal`. */
import { type ErrorRecord, fromRecord, toRecord } from "../../../core/errors.ts";
import { say } from "../../../core/sentence.ts";
import { t } from "../../shared/l10n.tsx";
import type { WorkerReply, WorkerRequest } from "./workerMessages.ts";

type Work = WorkerRequest extends infer Request
  ? Request extends { readonly job: number; readonly kind: Exclude<string, "stop"> }
    ? Omit<Request, "job">
    : never
  : never;
export type GenerateWork = Extract<Work, { kind: "generate" }>;
export type CosineMapWork = Extract<Work, { kind: "cosineMap" }>;
export type UmapWork = Extract<Work, { kind: "umap" }>;

const stopped: ErrorRecord = { name: "AbortError", sentence: say`Stopped.` };

interface OpenJob {
  readonly onReply: (reply: WorkerReply) => void;
}

/** One per page; the worker starts with the first job and lives as long as the page. Where it can't start, or dies, the jobs under way fail and the next
 *  job starts another. */
export class WorkerClient {
  readonly #url: string;
  readonly #open = new Map<number, OpenJob>();
  #worker: Promise<Worker> | undefined;
  #nextJob = 1;

  /** @param url the built worker file; it is fetched and started from a blob, as the page's content policy demands */
  constructor(url: string) {
    this.#url = url;
  }

  /** The token table and the positional one. */
  async generate(
    work: GenerateWork,
    onProgress: (done: number) => void,
    signal: AbortSignal,
  ): Promise<{ token: Float32Array; positional: Float32Array }> {
    const reply = await this.#run(work, [], (next) => next.kind === "progress" && onProgress(next.done), signal);
    if (reply.kind !== "tables") throw new Error(`The worker answered "${reply.kind}" where it makes tables.`);
    return reply;
  }

  async cosineMap(work: CosineMapWork, onProgress: (done: number) => void, signal: AbortSignal): Promise<Float32Array> {
    const reply = await this.#run(work, [], (next) => next.kind === "progress" && onProgress(next.done), signal);
    if (reply.kind !== "matrix") throw new Error(`The worker answered "${reply.kind}" where it makes a matrix.`);
    return reply.values;
  }

  /**
   * @param onNeighbours how many of the neighbours are found, 0 … 1, before there is a layout
   * @param onLayout called with pictures of the work so far  @param stop ends it early: the layout so far is the result
   */
  async umap(
    work: UmapWork,
    onNeighbours: (done: number) => void,
    onLayout: (positions: Float32Array, done: number) => void,
    stop: AbortSignal,
  ): Promise<Float32Array> {
    const onInterim = (next: WorkerReply): void => {
      if (next.kind === "progress") onNeighbours(next.done);
      if (next.kind === "layout") onLayout(next.positions, next.done);
    };
    const reply = await this.#run(work, [work.points.buffer as ArrayBuffer], onInterim, stop);
    if (reply.kind !== "layout") throw new Error(`The worker answered "${reply.kind}" where it makes a layout.`);
    return reply.positions;
  }

  /** Ends the worker at once, whatever it does; open jobs fail. The next job starts a fresh one. */
  terminate(): void {
    void this.#worker?.then((worker) => worker.terminate());
    this.#worker = undefined;
    for (const [job, { onReply }] of this.#open) onReply({ kind: "failed", job, error: stopped });
  }

  async #run(work: Work, transfer: Transferable[], onInterim: (reply: WorkerReply) => unknown, signal: AbortSignal): Promise<WorkerReply> {
    signal.throwIfAborted();
    const worker = await (this.#worker ??= this.#start().catch((error: unknown) => {
      this.#worker = undefined;
      throw error;
    }));
    signal.throwIfAborted();
    const job = this.#nextJob++;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        worker.postMessage({ kind: "stop", job } satisfies WorkerRequest);
        if (work.kind === "umap") return; // its layout so far is still to come
        this.#open.delete(job);
        reject(signal.reason as Error);
      };
      const end = (): void => {
        this.#open.delete(job);
        signal.removeEventListener("abort", onAbort);
      };
      this.#open.set(job, {
        onReply: (reply) => {
          if (reply.kind === "failed") {
            end();
            reject(fromRecord(reply.error));
          } else if (reply.kind === "progress" || (reply.kind === "layout" && reply.done < 1 && !reply.stopped)) onInterim(reply);
          else {
            end();
            resolve(reply);
          }
        },
      });
      signal.addEventListener("abort", onAbort, { once: true });
      worker.postMessage({ ...work, job } as WorkerRequest, transfer); // Work is a request without its number
    });
  }

  async #start(): Promise<Worker> {
    const response = await fetch(this.#url);
    if (!response.ok) throw new Error(t("The inspector's worker could not be read ({0}). Install Tokenscope again.", response.status));
    const url = URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    worker.addEventListener("message", (event: MessageEvent<WorkerReply>) => this.#open.get(event.data.job)?.onReply(event.data));
    worker.addEventListener("error", (event) => {
      worker.terminate();
      this.#worker = undefined;
      const error = toRecord(new Error(t("The inspector's worker stopped ({0}).", event.message || t("it gave no reason"))));
      for (const [job, { onReply }] of this.#open) onReply({ kind: "failed", job, error });
    });
    return worker;
  }
}
