/** Preloaded into a host's processes by activation.mjs. In the one that loads the extension, it writes how long the file took to load and `activate`
 *  to return: by the clock, and in processor time of the process, which another process's work hardly changes. One JSON line, in ms. */
const { appendFileSync } = require("node:fs");
const Module = require("node:module");
const { performance } = require("node:perf_hooks");
const process = require("node:process");

const file = process.env["TOKENSCOPE_ACTIVATION_TIMES"];

/** @template Result @param {() => Result} work  @returns {{ result: Result, clock: number, processor: number }} */
function timed(work) {
  const [clock, processor] = [performance.now(), process.cpuUsage()];
  const result = work();
  const { user, system } = process.cpuUsage(processor);
  return { result, clock: performance.now() - clock, processor: (user + system) / 1000 };
}

if (file) {
  // @ts-expect-error Node's own hook, which VS Code uses too
  const load = Module._load;
  // @ts-expect-error
  Module._load = (/** @type {string} */ request, /** @type {unknown[]} */ ...rest) => {
    if (!/tokenscope[^/\\]*[/\\]dist[/\\]node[/\\]extension\.node\.cjs$/.test(request)) return load(request, ...rest);
    const loaded = timed(() => load(request, ...rest));
    const activate = (/** @type {unknown} */ context) => {
      const called = timed(() => loaded.result.activate(context));
      const [first, second] = [loaded, called].map(({ clock, processor }) => ({ clock, processor }));
      appendFileSync(file, `${JSON.stringify({ load: first, activate: second })}\n`);
      return called.result;
    };
    return { ...loaded.result, activate };
  };
}
