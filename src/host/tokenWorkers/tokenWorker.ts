/** A thread that tokenizes parts of documents, and counts the tokens of files of this machine. Entry of its own bundle. */
import { localIo } from "../platform/node/localIo.ts";
import { threadSelf } from "../platform/node/threads.ts";
import { serveTasks } from "../platform/workerPool.ts";
import { type CountFileTask, countHere, countShortFile, type FileResult, type LongFile } from "./countFile.ts";
import { encodingOf, type TokenResult, type TokenSetup, type TokenTask, TokenTasks } from "./tokenTask.ts";

const self = threadSelf();
const encoding = encodingOf(self.data as TokenSetup); // our own message: the pool's first

/** Bytes of a file that are held at once. */
const partLength = 2 ** 20;
const tasks = new TokenTasks(encoding, localIo.isUtf8);
const counter = countHere(encoding, tasks, { partLength, pause: () => Promise.resolve() });

serveTasks<TokenTask | CountFileTask, TokenResult | FileResult | LongFile>(self, async (task) => {
  if (task.kind === "countFile") return { result: await countShortFile(task, localIo.open, counter), transfer: [] };
  const result = tasks.do(task);
  return { result, transfer: result.kind === "ids" ? [result.ids.buffer] : [] };
});
