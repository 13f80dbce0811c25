/** The parts of `npm test` that run outside VS Code, each giving counts: the static checks, and vitest with one of its configurations. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resultsFolder, root } from "./paths.mjs";
import { run } from "./processes.mjs";

/** @typedef {import("./hostSuite.mjs").Counts} Counts */

/** No part may take longer: a hang becomes a failure, not a stuck run. In ms. */
const partLimit = 1_200_000;

const env = process.stdout.isTTY ? { ...process.env, FORCE_COLOR: "1" } : process.env;

/** @param {string} tool a program of node_modules/.bin  @param {readonly string[]} args  @param {boolean} [show] */
function runTool(tool, args, show = false) {
  return run(process.execPath, [join(root, "node_modules/.bin", tool), ...args], { cwd: root, env, show, limitMs: partLimit });
}

/** Each counts as one test. @type {readonly { title: string, tool: string, args: readonly string[] }[]} */
const checks = [
  { title: "types (tsc -b)", tool: "tsc", args: ["-b"] },
  { title: "lint (oxlint)", tool: "oxlint", args: ["--config", ".config/oxlint.json", "--deny-warnings", "src", "test", ".config"] },
  {
    // A sentence (src/core/sentence.ts) in a string would be "[object Object]".
    title: "values in texts (oxlint with types)",
    tool: "oxlint",
    args: "--type-aware --allow all --deny typescript/no-base-to-string --deny typescript/restrict-template-expressions src".split(" "),
  },
  {
    title: "format (oxfmt)",
    tool: "oxfmt",
    args: ["--config", ".config/oxfmt.json", "--check", "src", "test", ".config", "!test/fixtures/**", "!**/*.md"],
  },
  { title: "dead code (knip)", tool: "knip", args: ["--config", ".config/knip.json"] },
  // What only tests call is dead code too.
  { title: "dead code in what ships (knip --production)", tool: "knip", args: ["--config", ".config/knip.json", "--production"] },
];

/** Runs the static checks. @returns {Promise<Counts>} */
export async function runChecks() {
  const results = await Promise.all(checks.map(async (check) => ({ ...check, ...(await runTool(check.tool, check.args)) })));
  const failures = results.filter(({ code }) => code !== 0).map(({ title, output }) => ({ title, message: output }));
  for (const { title, code } of results) console.log(`   ${code === 0 ? "✓" : "✗"} ${title}`);
  return { passed: checks.length - failures.length, failed: failures.length, skipped: 0, failures };
}

/**
 * Runs one vitest project.
 * @param {"unit" | "views" | "e2e"} name of the project, when the configuration has several  @param {string} config below the checkout's root
 * @returns {Promise<Counts>}
 */
export async function runVitest(name, config) {
  const report = join(resultsFolder, `${name}.json`);
  const project = name === "unit" ? [] : ["--project", name];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code, output } = await runTool("vitest", ["run", "--config", config, ...project, ...reporters], true);
  const counts = existsSync(report) ? readReport(report) : { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (code === 0 || counts.failed > 0) return counts;
  // An error outside any test: an import that failed, an unhandled rejection, a hang.
  return { ...counts, failed: 1, failures: [{ title: `${name}: vitest ended with code ${code}`, message: output.slice(-4000) }] };
}

/** @param {string} report vitest's JSON @returns {Counts} */
function readReport(report) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  for (const { name, status, message, assertionResults } of testResults) {
    for (const test of assertionResults) {
      if (test.status === "passed") counts.passed++;
      else if (test.status === "failed") {
        counts.failed++;
        counts.failures.push({ title: test.fullName, message: test.failureMessages.join("\n") });
      } else counts.skipped++;
    }
    const hasFailedTest = assertionResults.some((/** @type {{ status: string }} */ test) => test.status === "failed");
    if (status === "failed" && !hasFailedTest) {
      counts.failed++;
      counts.failures.push({ title: name, message });
    }
  }
  return counts;
}
