/**
 * A pool of threads for one kind of task, and the order of results. Threads are started when there is work for them. Each has some
 * tasks at a time, so that it need not wait for the next one to be sent, also when the sender is busy; a thread that ends takes its tasks with it, with an error, and is replaced.
 */
import { type ErrorRecord, fromRecord, SentenceError, toRecord } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import type { StartThread, Thread, ThreadSelf } from "./thread.ts";

/** What crosses: a task with its number, and its result or error. */
interface Sent<Task> {
  readonly number: number;
  readonly task: Task;
}
type Answer<Result> = { readonly number: number; readonly result: Result } | { readonly number: number; readonly error: ErrorRecord };

/** A thread ended in the middle of a task: out of memory, killed, or a fault of ours. Trying again is safe. */
export class WorkerEnded extends SentenceError {
  override readonly name = "WorkerEnded";
}

interface Running<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface Member<Result> {
  readonly thread: Thread;
  readonly running: Map<number, Running<Result>>;
}

interface Waiting<Task, Result> extends Running<Result> {
  readonly task: Task;
  readonly transfer: readonly ArrayBuffer[];
}

const tasksPerThread = 4;

export class WorkerPool<Task, Result> {
  /** Tasks that keep all threads busy. */
  readonly atOnce: number;
  readonly #size: number;
  readonly #start: StartThread;
  readonly #setup: unknown;
  readonly #members = new Set<Member<Result>>();
  readonly #waiting: Waiting<Task, Result>[] = [];
  #lastNumber = 0;
  #isDisposed = false;

  /** @param size threads, at most  @param setup the first message to each thread */
  constructor(size: number, start: StartThread, setup: unknown) {
    this.#size = size;
    this.#start = start;
    this.#setup = setup;
    this.atOnce = size * tasksPerThread;
  }

  /** Starts threads before there is work for them. @param count at most as many as there may be */
  start(count: number): void {
    while (this.#members.size < Math.min(count, this.#size)) this.#newMember();
  }

  /** @param transfer buffers of the task that change hands  @throws WorkerEnded; what the task's work throws, by its name and message */
  run(task: Task, transfer: readonly ArrayBuffer[] = []): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#isDisposed) return reject(new WorkerEnded(say`The workers were stopped.`));
      this.#waiting.push({ task, transfer, resolve, reject });
      this.#assign();
    });
  }

  /** Stops all threads; what they were at work on is rejected. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const members = [...this.#members];
    this.#members.clear();
    const ended = new WorkerEnded(say`The workers were stopped.`);
    for (const { reject } of [...members.flatMap(({ running }) => [...running.values()]), ...this.#waiting.splice(0)]) reject(ended);
    await Promise.all(members.map(({ thread }) => thread.stop()));
  }

  #assign(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      const member = this.#freeMember();
      if (member === undefined) return;
      this.#waiting.shift();
      const number = ++this.#lastNumber;
      member.running.set(number, next);
      member.thread.post({ number, task: next.task } satisfies Sent<Task>, next.transfer);
    }
  }

  /** An idle thread, a new one, or the one with the fewest tasks. */
  #freeMember(): Member<Result> | undefined {
    const [least] = [...this.#members].sort((a, b) => a.running.size - b.running.size);
    if (least?.running.size === 0) return least;
    if (this.#members.size < this.#size) return this.#newMember();
    return least !== undefined && least.running.size < tasksPerThread ? least : undefined;
  }

  #newMember(): Member<Result> {
    const running = new Map<number, Running<Result>>();
    const thread = this.#start(this.#setup, {
      onMessage: (message) => {
        const answer = message as Answer<Result>; // our own thread's: serveTasks sends nothing else
        const task = running.get(answer.number);
        running.delete(answer.number);
        if ("error" in answer) task?.reject(fromRecord(answer.error));
        else task?.resolve(answer.result);
        this.#assign();
      },
      onEnd: (error) => {
        this.#members.delete(member);
        for (const { reject } of running.values())
          reject(new WorkerEnded(say`A worker ended in the middle of its work: ${error.message}.`));
        this.#assign();
      },
    });
    const member = { thread, running };
    this.#members.add(member);
    return member;
  }
}

/** Inside of a thread: does the tasks one after the other. @param work gives a result and the buffers of it that change hands */
export function serveTasks<Task, Result>(
  self: ThreadSelf,
  work: (task: Task) => Promise<{ readonly result: Result; readonly transfer: readonly ArrayBuffer[] }>,
): void {
  let last = Promise.resolve();
  self.onMessage((message) => {
    const { number, task } = message as Sent<Task>; // the pool sends nothing else
    last = last.then(async () => {
      try {
        const { result, transfer } = await work(task);
        self.post({ number, result } satisfies Answer<Result>, transfer);
      } catch (error) {
        self.post({ number, error: toRecord(error) } satisfies Answer<Result>);
      }
    });
  });
}

/** Items as they come, some together: each group ends with the item that makes its size `enough`, or with the last one. */
export async function* inGroups<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  enough: number,
  sizeOf: (item: Item) => number,
): AsyncGenerator<readonly Item[], void> {
  let group: Item[] = [];
  let size = 0;
  for await (const item of items) {
    group.push(item);
    size += sizeOf(item);
    if (size < enough) continue;
    yield group;
    group = [];
    size = 0;
  }
  if (group.length > 0) yield group;
}

/**
 * Works on items as they come, up to `atOnce` of them at once, and gives the results in the order of the items. Reads no further ahead, so
 * memory does not grow with their number.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const pending: Promise<Result>[] = [];
  for await (const item of items) {
    const result = work(item);
    result.catch(() => undefined); // it may fail before its turn, or when nobody waits for it any more
    pending.push(result);
    const first = pending.length >= atOnce ? pending.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (let first = pending.shift(); first !== undefined; first = pending.shift()) yield await first;
}
