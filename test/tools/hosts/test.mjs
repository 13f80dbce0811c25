/** `npm test`: installs what is missing, runs everything, and ends with one line for the whole. `-- --only unit,host` runs some of it.
 *  Results, logs and pictures of failures are kept in .build/test-results/. */
import { mkdirSync, rmSync } from "node:fs";
import { ensureBuilt } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { runHostSuite } from "./hostSuite.mjs";
import { ensureHost, ensurePackages } from "./packages.mjs";
import { resultsFolder } from "./paths.mjs";
import { shareRunFolder } from "./runFolder.mjs";
import { runChecks, runVitest } from "./suites.mjs";
import { runWebSuite } from "./webSuite.mjs";

/** @typedef {import("./hostSuite.mjs").Counts} Counts */
/** @typedef {{ name: string, title: string, needs: readonly ("vscode" | "web" | "browser" | "build")[], run: () => Promise<Counts>, beside?: boolean }} Part `beside`: it runs together with the part before it, because neither of the two keeps two cores busy */

/** In the order they run: the quickest to fail first. @type {readonly Part[]} */
const parts = [
  { name: "checks", title: "Types, lint, format, dead code", needs: [], run: runChecks },
  { name: "unit", title: "Unit tests", needs: [], run: () => runVitest("unit", ".config/vitest.config.mjs") },
  { name: "host", title: "Inside VS Code", needs: ["vscode", "browser", "build"], run: () => runHostSuite() },
  { name: "web", title: "Inside VS Code for the web", needs: ["web", "browser", "build"], run: runWebSuite, beside: true },
  {
    name: "views",
    title: "Views in Chromium",
    needs: ["browser", "build"],
    run: () => runVitest("views", ".config/vitest.browser.config.mjs"),
  },
  {
    name: "e2e",
    title: "End to end in VS Code",
    needs: ["vscode", "browser", "build"],
    run: () => runVitest("e2e", ".config/vitest.browser.config.mjs"),
  },
];

/** @returns {readonly Part[]} the parts that the command line asks for */
function chosenParts() {
  const at = process.argv.indexOf("--only");
  if (at < 0) return parts;
  const names = (process.argv[at + 1] ?? "").split(",");
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(`--only ${unknown.join(",")} is unknown: choose from ${parts.map(({ name }) => name).join(", ")}.`);
  return parts.filter(({ name }) => names.includes(name));
}

/** Installs the browser and the VS Codes that the parts need. @param {readonly Part[]} chosen */
async function installHosts(chosen) {
  const needs = new Set(chosen.flatMap((part) => part.needs));
  if (needs.has("browser")) await ensureChromium();
  if (needs.has("vscode")) await ensureHost("code-server");
  if (needs.has("web")) await ensureHost("web");
}

/** @param {readonly Part[]} chosen @returns {Part[][]} what runs at the same time */
function together(chosen) {
  /** @type {Part[][]} */
  const groups = [];
  for (const part of chosen) {
    const before = groups.at(-1);
    if (part.beside && before?.at(-1) === parts[parts.indexOf(part) - 1]) before?.push(part);
    else groups.push([part]);
  }
  return groups;
}

/** @param {Part} part  @param {Promise<void>} hosts  @returns {Promise<Counts>} a part that could not run is one failure */
async function runPart(part, hosts) {
  const started = performance.now();
  const counts = await countsOf(part, hosts);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`   ${part.title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s`);
  return counts;
}

/** @param {Part} part  @param {Promise<void>} hosts  @returns {Promise<Counts>} */
async function countsOf(part, hosts) {
  try {
    if (part.needs.length > 0) await hosts;
    if (part.needs.includes("build")) await ensureBuilt();
    return await part.run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(message);
    return { passed: 0, failed: 1, skipped: 0, failures: [{ title: part.title, message }] };
  }
}

async function main() {
  const chosen = chosenParts();
  rmSync(resultsFolder, { recursive: true, force: true });
  mkdirSync(resultsFolder, { recursive: true });
  shareRunFolder();
  await ensurePackages();
  const hosts = installHosts(chosen); // while the parts run that need none of them
  hosts.catch(() => undefined); // said by each part that waits for it
  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const group of together(chosen)) {
    console.log(`\n── ${group.map(({ title }) => title).join(", ")} ──`);
    for (const counts of await Promise.all(group.map((part) => runPart(part, hosts)))) {
      for (const key of /** @type {const} */ (["passed", "failed", "skipped"])) total[key] += counts[key];
      total.failures.push(...counts.failures);
    }
  }
  if (total.failures.length > 0) console.log(`\n── Failed (details in ${resultsFolder}) ──`);
  for (const { title, message } of total.failures) console.log(`✗ ${title}\n${message.trim().replaceAll(/^/gm, "    ")}\n`);
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  console.log("\n0 passed, 1 failed");
  process.exitCode = 1;
});
