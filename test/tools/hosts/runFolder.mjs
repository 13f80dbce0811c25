/** Folders for one run, below the system's temporary one; gone when the process ends, however it ends. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit, isAlive } from "./processes.mjs";

let hasCleaned = false;

/** Names the folder in which child processes make their run folders, so that nothing of them is left however they end. */
const sharedFolder = "TOKENSCOPE_RUN_FOLDER";

/** Makes a new folder. Its name carries our process id: what a killed process left is removed by the next one. @returns {string} absolute path */
export function makeRunFolder() {
  if (!hasCleaned) removeAbandoned();
  hasCleaned = true;
  const shared = process.env[sharedFolder];
  const folder = mkdtempSync(shared ? join(shared, `${process.pid}-`) : join(tmpdir(), `tokenscope-${process.pid}-`));
  atExit(() => removeAtLast(folder));
  return folder;
}

/** Lets every child process that is started from now on make its run folders inside one of ours. */
export function shareRunFolder() {
  process.env[sharedFolder] = makeRunFolder();
}

/** Removes a run folder before the process ends. @param {string} folder */
export function removeRunFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** Removes a folder into which processes that are just being killed still write: for 3 s; then it is left to the next run. @param {string} folder */
function removeAtLast(folder) {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; attempt < 30; attempt++) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Something was written meanwhile.
    }
    Atomics.wait(sleeper, 0, 0, attempt === 0 ? 0 : 100); // an exit handler has no other way to wait
    if (!existsSync(folder)) return;
  }
}

function removeAbandoned() {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^tokenscope-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) removeRunFolder(join(tmpdir(), name));
  }
}
