/** Timing that survives a busy machine: contestants take turns in many short rounds, in a new order each round; figures are medians over rounds
 *  and ratios are medians of the ratios within a round, so that a slow moment of the machine hits both sides of a ratio. Time spent waiting
 *  for a processor that other programs hold does not count. */
import { seededRandom, shuffled } from "./seededRandom.ts";

export interface Timed {
  readonly name: string;
  /** Does `units` of work (bytes, calls) once. */
  run(): unknown;
  readonly units: number;
}

export interface Measured {
  readonly name: string;
  /** Units per second, one for each round. */
  readonly rates: readonly number[];
}

export interface RoundOptions {
  readonly rounds: number;
  /** Work is repeated within a round until this many milliseconds have passed. */
  readonly roundMs: number;
  /** Each contestant runs this long before the first round, or at least twice. */
  readonly warmUpMs: number;
}

/** A moment, on the wall clock and on the process's own. */
interface Moment {
  readonly wall: number;
  readonly processor: NodeJS.CpuUsage;
}

const now = (): Moment => ({ processor: process.cpuUsage(), wall: performance.now() });

/** Milliseconds since then: on the wall clock, or, from 1 ms on, of processor time if that is less, which means that the process had to wait.
 *  (It is more where garbage is collected or code compiled on a second thread; then the wall clock counts.) */
function since({ wall, processor }: Moment): number {
  const elapsed = performance.now() - wall;
  if (elapsed < 1) return elapsed;
  const { user, system } = process.cpuUsage(processor);
  return Math.min(elapsed, (user + system) / 1000);
}

/** What the work returned is kept here, so that no optimizer can see it as unused. */
export const kept: { value: unknown } = { value: undefined };

function rateOf(timed: Timed, atLeastMs: number): number {
  const start = now();
  let runs = 0;
  do {
    kept.value = timed.run();
    runs++;
  } while (performance.now() - start.wall < atLeastMs);
  return (timed.units * runs) / (since(start) / 1000);
}

export function measureInTurns(timed: readonly Timed[], options: RoundOptions): Measured[] {
  const rates = new Map<string, number[]>(timed.map((each) => [each.name, []]));
  for (const each of timed) {
    kept.value = each.run();
    rateOf(each, options.warmUpMs);
  }
  const random = seededRandom(options.rounds);
  for (let round = 0; round < options.rounds; round++) {
    for (const each of shuffled(timed, random)) rates.get(each.name)?.push(rateOf(each, options.roundMs));
  }
  return timed.map(({ name }) => ({ name, rates: rates.get(name) ?? [] }));
}

/** The value at a fraction of the sorted list: 0.5 is the median. NaN for an empty list. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * fraction;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  return low === undefined || high === undefined ? Number.NaN : low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Half the distance between the quartiles as a share of the median: ± this holds half of the rounds. */
export const spread = (values: readonly number[]): number => (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values);

/** How many times faster `ours` is than `theirs`, as the median over the rounds. */
export function ratio(ours: Measured, theirs: Measured): number {
  return median(ours.rates.map((rate, round) => rate / (theirs.rates[round] ?? Number.NaN)));
}

/** The slope of a straight line through (log size, log time) by least squares: 1 is linear, 2 quadratic. */
export function growthExponent(points: readonly { readonly size: number; readonly ms: number }[]): number {
  const logs = points.map(({ size, ms }) => ({ x: Math.log(size), y: Math.log(ms) }));
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / logs.length;
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}

/** Milliseconds of one call. */
export function timeOnce(work: () => unknown): number {
  const start = now();
  kept.value = work();
  return since(start);
}
