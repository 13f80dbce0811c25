/** Threads as Node's worker threads, from both ends. */
import { availableParallelism } from "node:os";
import { parentPort, Worker, workerData } from "node:worker_threads";
import type { StartThread, ThreadSelf } from "../thread.ts";

/** @param script path of the built bundle that the thread runs */
export const startThreadOf =
  (script: string): StartThread =>
  (data, { onMessage, onEnd }) => {
    const worker = new Worker(script, { workerData: data });
    let isStopped = false;
    const end = (error: Error): void => {
      if (!isStopped) onEnd(error);
      isStopped = true;
    };
    worker.on("message", onMessage);
    worker.once("error", end);
    worker.once("exit", (code) => end(new Error(`it ended with code ${code}`)));
    return {
      post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
      stop: async () => {
        isStopped = true;
        await worker.terminate();
      },
    };
  };

/** The thread that this code runs in. @throws Error on the main thread */
export function threadSelf(): ThreadSelf {
  const port = parentPort;
  if (port === null) throw new Error("This is the main thread: start the script as a worker.");
  return {
    data: workerData,
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => void port.on("message", listener),
    close: () => port.close(),
  };
}

/** Threads that can be at work at once. */
export const coreCount = (): number => availableParallelism();
