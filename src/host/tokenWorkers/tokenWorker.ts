/** A thread that tokenizes parts of documents, and counts the tokens of files of this machine. Tasks come some at a time, for a message takes as
 *  long as a small file. Entry of its own bundle. */
import { localIo } from "../platform/node/localIo.ts";
import { threadSelf } from "../platform/node/threads.ts";
import { serveTasks } from "../platform/workerPool.ts";
import { countHere, countShortFile, type WorkerResult, type WorkerTask } from "./countFile.ts";
import { encodingOf, type TokenSetup } from "./tokenSetup.ts";
import { TokenTasks } from "./tokenTask.ts";

const self = threadSelf();
const encoding = encodingOf(self.data as TokenSetup); // our own message: the pool's first

/** Bytes of a file that are held at once. */
const partLength = 2 ** 20;
const tasks = new TokenTasks(encoding, localIo.isUtf8);
const counter = countHere(encoding, tasks, { partLength, pause: () => Promise.resolve() });

serveTasks<readonly WorkerTask[], readonly WorkerResult[]>(self, async (some) => {
  const result: WorkerResult[] = [];
  for (const task of some) result.push(task.kind === "countFile" ? await countShortFile(task, localIo.open, counter) : tasks.do(task));
  return { result, transfer: result.flatMap((done) => (done.kind === "ids" ? [done.ids.buffer] : [])) };
});
