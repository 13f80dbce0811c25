/** What Git itself ignores, for many ignore files in one run: each case lies in a folder of its own in one repository. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { askedPaths, type IgnoreFiles } from "./ignoreCases.ts";

/** "git version 2.39.5", or undefined where there is no Git. */
export function gitVersion(): string | undefined {
  const { status, stdout } = spawnSync("git", ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** @returns for each case which of `askedPaths` are ignored */
export function ignoredByGit(cases: readonly IgnoreFiles[], ignoreCase: boolean): string[][] {
  const top = mkdtempSync(join(tmpdir(), "tokenscope-ignore-"));
  try {
    spawnSync("git", ["init", "-q"], { cwd: top });
    for (const [at, files] of cases.entries()) {
      for (const [path, text] of Object.entries(files)) {
        const file = join(top, String(at), path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
    const input = cases.flatMap((_, at) => askedPaths.map((path) => `${at}/${path}`)).join("\0");
    const options = ["-c", `core.ignorecase=${ignoreCase}`, "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"];
    const { stdout } = spawnSync("git", options, { cwd: top, input, encoding: "utf8", maxBuffer: 2 ** 30 });
    const ignored = new Set(stdout.split("\0"));
    return cases.map((_, at) => askedPaths.filter((path) => ignored.has(`${at}/${path}`)));
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}
