/**
 * Who blocks the extension host: every stretch of it without a turn for others, with what ran in it. The samples are V8's own (node:inspector),
 * the collections Node's (PerformanceObserver). A sample is ours when a function of the extension is anywhere on its stack, also where it called VS Code.
 */
import { readFileSync } from "node:fs";
import { type Profiler, Session } from "node:inspector";
import { PerformanceObserver } from "node:perf_hooks";

export type Owner = "ours" | "VS Code" | "collector" | "test";

export interface Block {
  /** Without a turn for others, by the clock. */
  readonly ms: number;
  /** Of it, processor time of the thread that extensions run on. Less: it waited, or another process had the processor. */
  readonly workMs: number;
  /** Of it, collections as Node reports them, by the clock. */
  readonly collectionMs: number;
  /** The work, shared out by the samples: a sample counts the same however long another process held the thread up in it. */
  readonly by: Readonly<Record<Owner, number>>;
  /** The longest stretch of samples of ours without one of another owner: what we do in one go. */
  readonly longestOfOursMs: number;
  /** Functions, by their own time. */
  readonly heaviest: readonly string[];
}

const samplingMicroseconds = 250;
const heaviestShown = 6;
const oursShown = 24;

export interface HostProfile {
  /** The longest first. */
  readonly blocks: readonly Block[];
  readonly turns: number;
  /** All work while it was profiled, blocks or not, in ms of processor time. */
  readonly total: Readonly<Record<Owner, number>>;
  /** Functions of ours by the time in them and in what they call, VS Code's part included, in ms: each once, the heaviest first. */
  readonly ours: readonly string[];
}

/** @param threshold blocks with so much processor time, in ms, and more are told */
export async function profileBlocks(work: () => Promise<unknown>, threshold: number): Promise<HostProfile> {
  const session = new Session();
  session.connect();
  const collections: { from: number; to: number }[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) collections.push({ from: startTime, to: startTime + duration });
  });
  observer.observe({ entryTypes: ["gc"] });
  session.post("Profiler.enable");
  session.post("Profiler.setSamplingInterval", { interval: samplingMicroseconds });
  session.post("Profiler.start");
  const stretches: { from: number; to: number; workMs: number }[] = [];
  let turns = 0;
  let isRunning = true;
  let last = { clock: performance.now(), work: threadTime() };
  const workBefore = threadTime();
  const tick = (): void => {
    const clock = performance.now();
    turns++;
    if (clock - last.clock >= threshold) {
      stretches.push({ from: last.clock, to: clock, workMs: threadTime() - last.work });
    }
    last = { clock: performance.now(), work: threadTime() };
    if (isRunning) setTimeout(tick, 0);
  };
  setTimeout(tick, 0);
  try {
    await work();
  } finally {
    isRunning = false;
  }
  const workMs = threadTime() - workBefore;
  const profile = await new Promise<Profiler.Profile>((resolve, reject) =>
    session.post("Profiler.stop", (error, result) => (error === null ? resolve(result.profile) : reject(error))),
  );
  await new Promise((resolve) => setTimeout(resolve, 50)); // the observer is told a turn later
  observer.disconnect();
  session.disconnect();
  const samples = samplesOf(profile);
  const total = sharedOut(samples, workMs);
  const blocks = stretches.map(({ from, to, workMs }): Block => {
    const inside = samples.filter((sample) => sample.at >= from && sample.at < to && sample.owner !== "idle");
    const each = workMs / Math.max(1, inside.length);
    const by: Record<Owner, number> = { ours: 0, "VS Code": 0, collector: 0, test: 0 };
    const functions = new Map<string, number>();
    let run = 0;
    let longestOfOursMs = 0;
    for (const { owner, name } of inside) {
      if (owner === "idle") continue;
      by[owner] += each;
      functions.set(name, (functions.get(name) ?? 0) + each);
      run = owner === "ours" ? run + each : owner === "collector" ? run : 0;
      longestOfOursMs = Math.max(longestOfOursMs, run);
    }
    const collectionMs = collections.reduce((sum, each) => sum + Math.max(0, Math.min(each.to, to) - Math.max(each.from, from)), 0);
    const heaviest = [...functions]
      .sort((a, b) => b[1] - a[1])
      .slice(0, heaviestShown)
      .map(([name, ms]) => `${ms.toFixed(1)} ms ${name}`);
    return { ms: to - from, workMs, collectionMs, by, longestOfOursMs, heaviest };
  });
  const ours = ourFunctions(profile, workMs / Math.max(1, samples.filter(({ owner }) => owner !== "idle").length));
  return { blocks: blocks.filter(({ workMs }) => workMs >= threshold).sort((a, b) => b.workMs - a.workMs), turns, total, ours };
}

/** @returns the work by owner: every sample counts the same */
function sharedOut(samples: readonly Sample[], workMs: number): Record<Owner, number> {
  const by: Record<Owner, number> = { ours: 0, "VS Code": 0, collector: 0, test: 0 };
  const busy = samples.filter(({ owner }) => owner !== "idle");
  for (const { owner } of busy) if (owner !== "idle") by[owner] += workMs / busy.length;
  return by;
}

/** Functions of ours by the time in them and in what they call. @param each what one sample counts, in ms */
function ourFunctions({ nodes, samples = [] }: Profiler.Profile, each: number): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const times = new Map<string, number>();
  for (const sample of samples) {
    const names = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
      const { functionName, url } = byId.get(id)?.callFrame ?? { functionName: "", url: "" };
      if (isOurFile(url)) names.add(functionName || "(anonymous)");
    }
    for (const name of names) times.set(name, (times.get(name) ?? 0) + each);
  }
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, oursShown)
    .map(([name, ms]) => `${ms.toFixed(1)} ms ${name}`);
}

const isOurFile = (url: string): boolean => /[/\\]dist[/\\]node[/\\][^/\\]+\.cjs$/.test(url);

interface Sample {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  readonly owner: Owner | "idle";
  readonly name: string;
}

function samplesOf({ nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile): Sample[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const owners = new Map<number, Owner | "idle">();
  const ownerOf = (id: number): Owner | "idle" => {
    const known = owners.get(id);
    if (known !== undefined) return known;
    const { functionName, url } = byId.get(id)?.callFrame ?? { functionName: "", url: "" };
    const parent = parents.get(id);
    const above = parent === undefined ? undefined : ownerOf(parent);
    const own: Owner | "idle" =
      functionName === "(idle)"
        ? "idle"
        : functionName === "(garbage collector)"
          ? "collector"
          : isOurFile(url)
            ? "ours"
            : url.includes("hostLoad")
              ? "test"
              : "VS Code";
    const owner = own === "VS Code" && (above === "ours" || above === "test") ? above : own === "test" && above === "ours" ? above : own;
    owners.set(id, owner);
    return owner;
  };
  // The profile counts on the system's steady clock, in µs, as `process.hrtime` does.
  const offset = Number(process.hrtime.bigint() / 1000n) / 1000 - performance.now();
  let at = startTime / 1000 - offset;
  return samples.map((id, index): Sample => {
    at += (timeDeltas[index] ?? 0) / 1000;
    const { functionName = "", url = "", lineNumber = 0 } = byId.get(id)?.callFrame ?? {};
    const place = url === "" ? "" : ` ${url.slice(url.lastIndexOf("/") + 1)}:${lineNumber + 1}`;
    return { at, owner: ownerOf(id), name: `${functionName || "(anonymous)"}${place}` };
  });
}

/** Processor time of the main thread so far, in ms: the scheduler's count, up to a tick (4 ms) old. Linux only. */
const threadTime = (): number => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
