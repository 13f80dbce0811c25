/** The training worker: one run, from its first message until it is terminated, which frees all it held. */
import { toRecord } from "../../../../core/errors.ts";
import { Trainer, type TrainerScope } from "./trainer.ts";
import type { Look, TrainingReply, TrainingRequest } from "./trainingMessages.ts";

/** The part of a worker's global scope used here; the project's types are those of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<TrainingRequest>) => void) | null;
  postMessage(message: TrainingReply, transfer: Transferable[]): void;
}
const worker = globalThis as unknown as WorkerScope;

/** A message to oneself comes after those that wait, and sooner than a timer, which browsers hold back for 4 ms. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener("message", () => waiting.shift()?.());
channel.port1.start();

const scope: TrainerScope = {
  post: (reply, transfer) =>
    worker.postMessage(
      reply,
      transfer.map((view) => view.buffer as ArrayBuffer), // our own copies, never the kernel's memory
    ),
  pause: (ms) =>
    new Promise((resolve) => {
      if (ms > 0) setTimeout(resolve, ms);
      else {
        waiting.push(resolve);
        channel.port2.postMessage(undefined);
      }
    }),
  now: () => performance.now(),
};

let trainer: Trainer | undefined;

function serve(request: TrainingRequest): void {
  switch (request.kind) {
    case "start": {
      const started = new Trainer(scope, request);
      trainer = started;
      started.begin().catch((error: unknown) => scope.post({ kind: "failed", job: undefined, error: toRecord(error) }, []));
      return;
    }
    case "train":
      return trainer?.train();
    case "pause":
      return trainer?.pause();
    case "oneStep":
      return trainer?.oneStep();
    case "goTo":
      return trainer?.goTo(request.step);
    case "pace":
      return trainer?.setPace(request.pace);
    case "look":
    case "handStep":
    case "wholeTables":
      answer(request).catch((error: unknown) => scope.post({ kind: "failed", job: request.job, error: toRecord(error) }, []));
      return;
    default:
      request satisfies never;
  }
}

async function answer(request: Extract<TrainingRequest, { readonly job: number }>): Promise<void> {
  const { job } = request;
  if (trainer === undefined) throw new RangeError("There is no run.");
  switch (request.kind) {
    case "handStep":
      return scope.post({ kind: "handStep", job, handStep: trainer.handStep(request.window) }, []);
    case "wholeTables":
      return scope.post({ kind: "wholeTables", job, whole: await trainer.wholeTables() }, []);
    case "look":
      return postLook(job, trainer.look(request.asked));
    default:
      request satisfies never;
  }
}

function postLook(job: number, look: Look): void {
  const { tables } = look;
  const copied = tables === undefined ? [] : [tables.token, tables.position, tables.next, ...(tables.previous ? [tables.previous] : [])];
  scope.post({ kind: "look", job, look }, copied);
}

worker.onmessage = ({ data }) => serve(data);
