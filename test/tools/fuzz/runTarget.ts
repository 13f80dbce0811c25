/** Feeds a target for a while: every input is a sound one changed by a generator with a seed, so that each find can be made again. */
import { type SeededRandom, seededRandom } from "../bench/seededRandom.ts";
import { mutateBytes, mutateValue } from "./mutate.ts";
import type { Find, Target } from "./target.ts";

/** No input is larger than 64 KiB. A reader that takes longer is slow; it is asked again and its processor time counted, for the machine may
 *  have had other work. */
const slowMs = 250;
const attempts = 3;
/** Bytes of typed arrays for one input: a thousand times as many as the largest. */
const mostBytes = 64 << 20;

export interface FuzzResult {
  readonly executions: number;
  readonly ms: number;
  readonly slowestMs: number;
  readonly finds: readonly Find[];
}

/** Ends after so many executions or so much time, whichever comes first, or after ten finds. */
export async function runTarget(
  target: Target,
  seed: number,
  limits: { readonly executions: number; readonly ms: number },
): Promise<FuzzResult> {
  const random = seededRandom(seed);
  const finds = new Map<string, Find>();
  const from = performance.now();
  let executions = 0;
  let slowestMs = 0;
  for (; executions < limits.executions && performance.now() - from < limits.ms && finds.size < 10; executions++) {
    const input = nextInput(target, random);
    const start = performance.now();
    const problem = await problemOf(target, input);
    const took = performance.now() - start;
    const slow = took > slowMs && (await fastest(target, input)) > slowMs ? `takes ${Math.round(took)} ms` : undefined;
    if (slow === undefined && took <= slowMs) slowestMs = Math.max(slowestMs, took);
    for (const found of [problem, slow]) {
      if (found !== undefined && !finds.has(found)) finds.set(found, { target: target.name, problem: found, input });
    }
  }
  return { executions, ms: performance.now() - from, slowestMs, finds: [...finds.values()] };
}

/** Now and then a sound input as it is: it must be read or refused as well. */
function nextInput(target: Target, random: SeededRandom): unknown {
  if (target.kind === "bytes") {
    const input = random.pick(target.corpus);
    return random.chance(1) ? input : mutateBytes(input, target.corpus, target.words, random);
  }
  let value = random.pick(target.corpus);
  for (let i = random.below(3); i >= 0; i--) value = mutateValue(value, random);
  return value;
}

/** @returns what is wrong with how the target took the input, undefined when nothing is */
export async function problemOf(target: Target, input: unknown): Promise<string | undefined> {
  const before = process.memoryUsage().arrayBuffers;
  try {
    // The input is of the target's own kind: nextInput made it, or a test that names the target.
    await (target.run as (input: unknown) => void | Promise<void>)(input);
  } catch (error) {
    if (!target.isRefusal(error))
      return error instanceof Error ? `throws ${error.name}: ${error.message.slice(0, 200)}` : "throws what is no error";
  }
  const taken = process.memoryUsage().arrayBuffers - before;
  return taken > mostBytes ? `takes ${Math.round(taken / 2 ** 20)} MiB` : undefined;
}

async function fastest(target: Target, input: unknown): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < attempts; i++) {
    const start = process.cpuUsage();
    await problemOf(target, input);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}
