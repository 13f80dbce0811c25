/** What a measured process says of itself at its end. */
import { readdirSync, readFileSync } from "node:fs";

/** Seconds of processor time, of a thread of this process; NaN where the system does not tell (it is Linux that does). @param {string} thread */
export function threadSeconds(thread) {
  try {
    const fields = readFileSync(`/proc/self/task/${thread}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100; // user and system, in hundredths
  } catch {
    return NaN;
  }
}

/** @returns {string[]} */
export function threads() {
  try {
    return readdirSync("/proc/self/task");
  } catch {
    return [];
  }
}

/** In bytes. `maxRSS` of a process counts what the one that started it had, so Linux is asked for this one's own. */
function peakMemory() {
  try {
    return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** @param {number} start of `performance.now()` */
export function usage(start) {
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return { seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: peakMemory() / 1e6 };
}
