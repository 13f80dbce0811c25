/** Preloaded into every Node process of a host under test. It ends the host when its parent is gone, and it refuses and records each
 *  connection to anything but this machine: "no request leaves the machine" also holds for the extension host.
 *  TOKENSCOPE_PARENT_PIPE: this process's id group ends when its stdin does. TOKENSCOPE_OUTSIDE_LOG: file that gets one JSON line per refusal. */
const { appendFileSync } = require("node:fs");
const { Socket } = require("node:net");

if (process.env["TOKENSCOPE_PARENT_PIPE"]) {
  delete process.env["TOKENSCOPE_PARENT_PIPE"];
  const end = () => process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL");
  process.stdin.once("end", end).once("error", end).resume();
}

const log = process.env["TOKENSCOPE_OUTSIDE_LOG"];
const loopback = /^(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3}|0\.0\.0\.0|::)$/i;

if (log) {
  const connect = Socket.prototype.connect;
  /** @this {import("node:net").Socket} @param {any[]} args */
  Socket.prototype.connect = function (...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const options = typeof first === "object" && first !== null ? first : { port: first, host: args[1] };
    const host = typeof options.host === "string" ? options.host : "localhost";
    const isPipe = typeof options.path === "string" || (typeof options.port === "string" && Number.isNaN(Number(options.port)));
    if (isPipe || loopback.test(host)) return connect.apply(this, /** @type {any} */ (args));
    const kind = process.argv.find((arg) => arg.startsWith("--type=")) ?? "server";
    appendFileSync(log, `${host}:${options.port} from ${kind}, ${new Error("connect").stack?.split("\n").slice(2, 12).join(" | ")}\n`);
    process.nextTick(() => this.destroy(new Error(`Refused: ${host}:${options.port} is not this machine.`)));
    return this;
  };
}
