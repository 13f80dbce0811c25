/** The page's end of the training worker: one worker for one run; ending it frees all memory of the run. */
import { fromRecord } from "../../../core/errors.ts";
import { sentence } from "../../shared/state/query.ts";
import { said, t } from "../../shared/l10n.tsx";
import type {
  HandStep,
  Look,
  LookRequest,
  RunFacts,
  TrainingProgress,
  TrainingReply,
  TrainingRequest,
  WholeTables,
  WindowRows,
} from "./worker/trainingMessages.ts";

export interface RunListener {
  readonly onPreparing: (done: number) => void;
  readonly onBegun: (facts: RunFacts) => void;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** The run can't begin or go on. */
  readonly onFailed: (message: string) => void;
}

interface Asked {
  readonly resolve: (reply: TrainingReply) => void;
  readonly reject: (error: Error) => void;
}

export class TrainingClient {
  readonly #worker: Promise<Worker>;
  readonly #listener: RunListener;
  readonly #asked = new Map<number, Asked>();
  #nextJob = 1;
  #hasEnded = false;

  /** Starts the worker and the run. @param url the built worker file; it is started from a blob, as the page's content policy demands */
  constructor(url: string, start: Extract<TrainingRequest, { kind: "start" }>, listener: RunListener) {
    this.#listener = listener;
    this.#worker = this.#begin(url);
    this.send(start);
  }

  send(request: TrainingRequest): void {
    this.#worker.then(
      (worker) => {
        if (!this.#hasEnded) worker.postMessage(request);
      },
      (error: unknown) => {
        if (!this.#hasEnded) this.#listener.onFailed(sentence(error));
      },
    );
  }

  /** The run as it is now. */
  async look(asked: LookRequest): Promise<Look> {
    const reply = await this.#ask((job) => ({ kind: "look", job, asked }));
    if (reply.kind !== "look") throw new Error(`The worker answered "${reply.kind}" to a look.`);
    return reply.look;
  }

  /** One step by hand on one window. */
  async handStep(window: WindowRows): Promise<HandStep> {
    const reply = await this.#ask((job) => ({ kind: "handStep", job, window }));
    if (reply.kind !== "handStep") throw new Error(`The worker answered "${reply.kind}" to a step by hand.`);
    return reply.handStep;
  }

  /** Tables with a row for each id, to be taken away. */
  async wholeTables(): Promise<WholeTables> {
    const reply = await this.#ask((job) => ({ kind: "wholeTables", job }));
    if (reply.kind !== "wholeTables") throw new Error(`The worker answered "${reply.kind}" where whole tables were asked for.`);
    return reply.whole;
  }

  /** Ends the worker at once, whatever it does. */
  end(): void {
    this.#hasEnded = true;
    void this.#worker.then((worker) => worker.terminate()).catch(() => undefined);
    for (const { reject } of this.#asked.values()) reject(new DOMException("The run has ended.", "AbortError"));
    this.#asked.clear();
  }

  #ask(request: (job: number) => TrainingRequest): Promise<TrainingReply> {
    const job = this.#nextJob++;
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) return reject(new DOMException("The run has ended.", "AbortError"));
      this.#asked.set(job, { resolve, reject });
      this.send(request(job));
    });
  }

  #receive(reply: TrainingReply): void {
    if (this.#hasEnded) return;
    switch (reply.kind) {
      case "preparing":
        return this.#listener.onPreparing(reply.done);
      case "begun":
        return this.#listener.onBegun(reply.facts);
      case "progress":
        return this.#listener.onProgress(reply.progress);
      case "look":
      case "handStep":
      case "wholeTables":
        this.#asked.get(reply.job)?.resolve(reply);
        this.#asked.delete(reply.job);
        return;
      case "failed":
        if (reply.job === undefined) return this.#listener.onFailed(said(reply.error.sentence));
        this.#asked.get(reply.job)?.reject(fromRecord(reply.error));
        this.#asked.delete(reply.job);
        return;
      default:
        reply satisfies never;
    }
  }

  async #begin(url: string): Promise<Worker> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(t("The training worker could not be read ({0}). Install Tokenscope again.", response.status));
    const address = URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
    const worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.addEventListener("message", (event: MessageEvent<TrainingReply>) => this.#receive(event.data));
    worker.addEventListener("error", (event) => {
      if (!this.#hasEnded) this.#listener.onFailed(event.message || t("The training worker stopped."));
    });
    return worker;
  }
}
