/** A thread that tokenizes parts of documents, and counts the tokens of files of this machine. Entry of its own bundle. */
import { localIo } from "../platform/node/localIo.ts";
import { threadSelf } from "../platform/node/threads.ts";
import { serveTasks } from "../platform/workerPool.ts";
import { countFile, type CountFileTask, type FileResult } from "./countFile.ts";
import { doTokenTask, encodingOf, type TokenResult, type TokenSetup, type TokenTask } from "./tokenTask.ts";

const self = threadSelf();
const encoding = encodingOf(self.data as TokenSetup); // our own message: the pool's first

serveTasks<TokenTask | CountFileTask, TokenResult | FileResult>(self, async (task) => {
  if (task.kind === "countFile") return { result: await countFile(task, localIo, encoding), transfer: [] };
  const result = doTokenTask(encoding, task);
  return { result, transfer: result.kind === "ids" ? [result.ids.buffer] : [] };
});
