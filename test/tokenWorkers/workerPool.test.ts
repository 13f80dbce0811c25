/** The pool of threads: order, ends, errors, and what is left when a thread dies. Threads are stood in for here; real ones are tested below. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startThreadOf } from "../../src/host/platform/node/threads.ts";
import { inGroups, inOrder, WorkerPool } from "../../src/host/platform/workerPool.ts";

type Task = { readonly wait: number; readonly give: number } | { readonly fail: string } | { readonly die: number };

/** Does what a task says. */
const script = `
  import { threadSelf } from "./src/host/platform/node/threads.ts";
  import { serveTasks } from "./src/host/platform/workerPool.ts";
  const self = threadSelf();
  serveTasks(self, async (task) => {
    if ("fail" in task) throw new RangeError(task.fail);
    if ("die" in task) process.exit(task.die);
    await new Promise((resolve) => setTimeout(resolve, task.wait));
    const bytes = new Uint8Array([task.give, self.data]);
    return { result: bytes, transfer: [bytes.buffer] };
  });
`;

let folder: string;
let pool: WorkerPool<Task, Uint8Array>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tokenscope-pool-"));
  const resolveDir = fileURLToPath(new URL("../..", import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
  });
  await writeFile(join(folder, "worker.mjs"), outputFiles[0]?.contents ?? "");
  pool = new WorkerPool<Task, Uint8Array>(2, startThreadOf(join(folder, "worker.mjs")), 7);
});
afterAll(async () => {
  await pool.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe("WorkerPool", () => {
  it("gives each task's own result, with what the thread was started with", async () => {
    const results = await Promise.all([30, 1, 20, 2, 10].map((wait, give) => pool.run({ wait, give })));
    expect(results.map((bytes) => [...bytes])).toEqual([0, 1, 2, 3, 4].map((give) => [give, 7]));
  });

  it("tells what a task throws, by name and message, and goes on", async () => {
    await expect(pool.run({ fail: "no such id" })).rejects.toMatchObject({ name: "RangeError", message: "no such id" });
    expect([...(await pool.run({ wait: 0, give: 5 }))]).toEqual([5, 7]);
  });

  it("rejects the tasks of a thread that dies, and does the next with a new one", async () => {
    const outcomes = await Promise.allSettled([
      pool.run({ die: 3 }),
      pool.run({ wait: 50, give: 1 }),
      pool.run({ wait: 50, give: 2 }),
      pool.run({ wait: 0, give: 3 }),
    ]);
    expect(outcomes[0]).toMatchObject({
      status: "rejected",
      reason: { name: "WorkerEnded", message: "A worker ended in the middle of its work: it ended with code 3." },
    });
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(2);
    expect([...(await pool.run({ wait: 0, give: 9 }))]).toEqual([9, 7]);
  });

  it("starts threads beforehand, no more than it may have, and uses them", async () => {
    let started = 0;
    const start = startThreadOf(join(folder, "worker.mjs"));
    const early = new WorkerPool<Task, Uint8Array>(2, (data, listener) => (started++, start(data, listener)), 7);
    early.start(5);
    expect(started).toBe(2);
    await Promise.all([1, 2, 3].map((give) => early.run({ wait: 1, give })));
    expect(started).toBe(2);
    await early.dispose();
  });

  it("rejects what is still to do when it is stopped", async () => {
    const stopped = new WorkerPool<Task, Uint8Array>(1, startThreadOf(join(folder, "worker.mjs")), 7);
    const running = Promise.allSettled([1, 2, 3, 4].map((give) => stopped.run({ wait: 10_000, give })));
    await stopped.dispose();
    for (const outcome of await running) expect(outcome).toMatchObject({ status: "rejected", reason: { name: "WorkerEnded" } });
    await expect(stopped.run({ wait: 0, give: 1 })).rejects.toThrow("The workers were stopped.");
  });
});

describe("inGroups", () => {
  it.each([
    { items: [1, 2, 3, 9, 1], groups: [[1, 2, 3], [9], [1]] },
    { items: [], groups: [] },
    { items: [5, 5], groups: [[5], [5]] },
    { items: [0, 0], groups: [[0, 0]] },
  ])("ends a group with the item that makes it enough: $items", async ({ items, groups }) => {
    const found: (readonly number[])[] = [];
    for await (const group of inGroups(items, 5, (item) => item)) found.push(group);
    expect(found).toEqual(groups);
  });
});

describe("inOrder", () => {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it("gives results in the order of the items, whichever is ready first, and reads no further ahead than it may", async () => {
    let reading = 0;
    let most = 0;
    function* items(): Generator<number> {
      for (const item of [9, 1, 5, 3, 7, 2]) {
        most = Math.max(most, ++reading);
        yield item;
      }
    }
    const results: number[] = [];
    for await (const result of inOrder(items(), 3, async (item) => (await wait(item), item))) {
      results.push(result);
      reading--;
    }
    expect(results).toEqual([9, 1, 5, 3, 7, 2]);
    expect(most).toBeLessThanOrEqual(4);
  });

  it("throws at the item that fails, and nothing is left unhandled", async () => {
    const results: number[] = [];
    const run = async (): Promise<void> => {
      const work = async (item: number): Promise<number> => {
        await wait(10 - item);
        if (item > 1) throw new Error(`item ${item}`);
        return item;
      };
      for await (const result of inOrder([0, 1, 2, 3], 4, work)) results.push(result);
    };
    await expect(run()).rejects.toThrow("item 2");
    expect(results).toEqual([0, 1]);
  });
});
