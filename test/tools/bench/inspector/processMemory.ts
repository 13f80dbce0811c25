/** What a browser's processes hold in memory, as Linux counts it; on other systems nothing is known. */
import { readdirSync, readFileSync } from "node:fs";

export interface ProcessMemory {
  /** MB (10⁶ bytes) resident. */
  readonly gpu: number;
  readonly renderers: number;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly megabytes: number;
}

function processes(): readonly Process[] {
  const found: Process[] = [];
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/u.test(entry))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      const field = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, "mu").exec(status)?.[1] ?? 0);
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
      found.push({ pid: Number(name), parent: field("PPid"), command, megabytes: (field("VmRSS") * 1024) / 1e6 });
    } catch {
      // it ended meanwhile
    }
  }
  return found;
}

/** @param ancestor id of a process that the browser descends from */
export function browserMemory(ancestor: number): ProcessMemory | undefined {
  if (process.platform !== "linux") return undefined;
  const all = processes();
  const family = new Set([ancestor]);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  const sum = (type: string): number =>
    all
      .filter(({ pid, command }) => family.has(pid) && command.includes(`--type=${type}`))
      .reduce((megabytes, each) => megabytes + each.megabytes, 0);
  return { gpu: sum("gpu-process"), renderers: sum("renderer") };
}
