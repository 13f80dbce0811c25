/** What killed processes leave beside the places of their files: found by their names, removed when their process is no more. */
import { createHash } from "node:crypto";
import { readdir, readlink, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { abandonedAfterMs, type Owner, ownerOf } from "../temporaryName.ts";

let found: Promise<Owner> | undefined;

/** This process. Containers that share a name, but not their processes, are machines of their own. */
export function thisProcess(): Promise<Owner> {
  found ??= readlink("/proc/self/ns/pid")
    .catch(() => "") // only Linux has it
    .then((namespace) => {
      const machine = createHash("sha256").update(`${hostname()} ${namespace}`).digest("hex").slice(0, 8);
      return { machine, pid: process.pid };
    });
  return found;
}

/** Removes them from a folder. Never a file of a process that lives; what can't be removed stays. */
export async function removeLeftovers(folder: string): Promise<void> {
  const { machine } = await thisProcess();
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = ownerOf(name);
    if (owner === undefined) continue;
    const path = join(folder, name);
    const isLeft = owner !== "unknown" && owner.machine === machine ? !isAlive(owner.pid) : await isOlder(path, abandonedAfterMs);
    if (isLeft) await rm(path, { force: true }).catch(() => undefined);
  }
}

/** A file that an export writes is not left alone for so long, in ms: the process of an older one only has the id of the one that began it. */
const untouchedMs = 10 * 60 * 1000;

/** How many files of a folder living processes of this machine are writing beside their places. */
export async function countBeingWritten(folder: string): Promise<number> {
  const { machine } = await thisProcess();
  let count = 0;
  for (const name of await readdir(folder)) {
    const owner = ownerOf(name);
    if (owner === undefined || owner === "unknown" || owner.machine !== machine || !isAlive(owner.pid)) continue;
    if (!(await isOlder(join(folder, name), untouchedMs))) count += 1;
  }
  return count;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 asks, and does nothing
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH"); // EPERM: it lives, and is another user's
  }
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > ms;
  } catch {
    return false;
  }
}
