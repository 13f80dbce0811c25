/** A thread that tokenizes parts of documents. Entry of its own bundle. */
import { threadSelf } from "../platform/node/threads.ts";
import { serveTasks } from "../platform/workerPool.ts";
import { doTokenTask, encodingOf, type TokenResult, type TokenSetup, type TokenTask } from "./tokenTask.ts";

const self = threadSelf();
const encoding = encodingOf(self.data as TokenSetup); // our own message: the pool's first

serveTasks<TokenTask, TokenResult>(self, (task) => {
  const result = doTokenTask(encoding, task);
  return Promise.resolve({ result, transfer: result.kind === "ids" ? [result.ids.buffer] : [] });
});
