/** Python as an independent reader of what we write. Tests that need a module skip with a sentence where it is missing. */
import { spawnSync } from "node:child_process";

export interface Python {
  /** Absolute or on the PATH. */
  readonly command: string;
}

const commands = ["/usr/bin/python3", "python3", "python"]; // Debian's own first: apt installs modules for it

/** A Python that can import all the modules, or `undefined`. */
export function findPython(modules: readonly string[]): Python | undefined {
  const command = commands.find((name) => spawnSync(name, ["-c", `import ${["sys", ...modules].join(", ")}`]).status === 0);
  return command === undefined ? undefined : { command };
}

/** The sentence a skipped suite carries in its title; empty when Python is there. */
export function skipReason(python: Python | undefined, modules: readonly string[]): string {
  if (python !== undefined) return "";
  const packages = modules.map((name) => `python3-${name}`).join(" ");
  return ` (skipped: no Python with ${modules.join(" and ") || "its standard library"} here; on Debian: apt-get install python3 ${packages})`;
}

/** @returns standard output as UTF-8  @throws with standard error when the program fails */
export function runPython(
  python: Python,
  script: string,
  options: { readonly args?: readonly string[]; readonly modulePath?: string } = {},
): string {
  const environment = { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: options.modulePath ?? "" };
  const result = spawnSync(python.command, ["-", ...(options.args ?? [])], {
    input: script,
    env: environment,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (result.status !== 0) throw new Error(`Python failed (${result.status ?? result.signal}):\n${result.stderr}`);
  return result.stdout;
}
