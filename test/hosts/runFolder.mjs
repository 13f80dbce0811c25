/** Folders for one run, below the system's temporary one; gone when the process ends, however it ends. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit, isAlive } from "./processes.mjs";

let hasCleaned = false;

/** Makes a new folder. Its name carries our process id: what a killed process left is removed by the next one. @returns {string} absolute path */
export function makeRunFolder() {
  if (!hasCleaned) removeAbandoned();
  hasCleaned = true;
  const folder = mkdtempSync(join(tmpdir(), `tokenscope-${process.pid}-`));
  atExit(() => {
    try {
      removeRunFolder(folder);
    } catch {
      // A process that is still ending writes into it: the next run removes it.
    }
  });
  return folder;
}

/** Removes a run folder before the process ends. @param {string} folder */
export function removeRunFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function removeAbandoned() {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^tokenscope-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) removeRunFolder(join(tmpdir(), name));
  }
}
