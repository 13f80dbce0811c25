/** Child processes that never outlive us: each leads a process group, and all groups are killed when this process ends, however it ends
 *  (for the case that it is killed outright, long-running ones also preload guard.cjs). */
import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";

const windows = process.platform === "win32";

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
/** @type {(() => void)[]} */
const finalSteps = [];
let handlersInstalled = false;

function installHandlers() {
  if (handlersInstalled) return;
  handlersInstalled = true;
  process.on("exit", () => {
    for (const child of running) killGroup(child);
    for (const step of finalSteps) step();
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

/** Does something last, after every child has been killed. @param {() => void} step synchronous; must not throw */
export function atExit(step) {
  installHandlers();
  finalSteps.push(step);
}

/** Whether a process of that id exists. @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** Kills a child and everything it started. @param {import("node:child_process").ChildProcess} child */
function killGroup(child) {
  running.delete(child);
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The whole group has ended already.
  }
}

/** Starts a child in a process group of its own that ends with us.
 *  @param {string} command  @param {readonly string[]} args  @param {import("node:child_process").SpawnOptions} [options] */
export function start(command, args, options = {}) {
  installHandlers();
  const child = spawn(command, args, { detached: !windows, shell: windows && /^npm$|\.cmd$/.test(command), windowsHide: true, ...options });
  running.add(child);
  return child;
}

/** Kills the child with its whole group and resolves when it is gone. @param {import("node:child_process").ChildProcess} child */
export async function stop(child) {
  const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const gone = ended ? undefined : new Promise((done) => child.once("exit", done));
  killGroup(child);
  await gone;
}

/**
 * Runs a command to its end.
 * @param {string} command  @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, limitMs?: number }} [options] `show` passes its output on
 *   while it runs; after `limitMs` it is killed
 * @returns {Promise<{ code: number, output: string }>} code 127 when the command does not exist; output is stdout and stderr together
 */
export function run(command, args, { cwd, env, show = false, limitMs } = {}) {
  return new Promise((done) => {
    const child = start(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const limit =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            output += `\nStopped after ${limitMs / 1000} s.`;
            killGroup(child);
          }, limitMs);
    for (const [from, to] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      from?.setEncoding("utf8").on("data", (chunk) => {
        output += chunk;
        if (show) to.write(chunk);
      });
    }
    child.once("error", (error) => {
      running.delete(child);
      clearTimeout(limit);
      done({ code: 127, output: String(error) });
    });
    child.once("close", (code, signal) => {
      running.delete(child);
      clearTimeout(limit);
      done({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), output });
    });
  });
}
