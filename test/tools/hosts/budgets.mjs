/** What a package may cost those who install it. A budget that is exceeded fails the build. */
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

/** Everybody downloads it for each version. Bytes. */
const mostPackage = 4_000_000;
/** The file that VS Code parses in every window before anything runs; what is used later has files of its own. Bytes. */
const mostEntry = 110_000;
/** Processor time of loading and activating, as a multiple of what a fixed piece of work takes on the same machine: 0.6 to 0.75 when it was set, 2.7
 *  when all was one file. A ratio, and the median of several processes, because machines and their other work differ. */
const mostActivation = 1.2;
const processes = 7;

/** @param {string} folder what is packaged  @param {string} vsix  @returns what was measured, for people  @throws Error naming the budget */
export function checkBudgets(folder, vsix) {
  const entry = join(folder, "dist/node/extension.node.cjs");
  const packageSize = statSync(vsix).size;
  const entrySize = statSync(entry).size;
  if (packageSize > mostPackage)
    throw new Error(`The package has ${packageSize} bytes, more than its budget of ${mostPackage}: see what ${vsix} holds.`);
  if (entrySize > mostEntry)
    throw new Error(
      `dist/node/extension.node.cjs has ${entrySize} bytes, more than its budget of ${mostEntry}: load with import() what activation needs not.`,
    );
  const runs = Array.from({ length: processes }, () => probe(entry, join(folder, "package.json")));
  const ratio = median(runs.map(({ activation, reference }) => activation / reference));
  const ms = median(runs.map(({ activation }) => activation));
  if (ratio > mostActivation)
    throw new Error(
      `Activation takes ${ms.toFixed(1)} ms of processor time here, ${ratio.toFixed(2)} times the reference work, more than its budget of ${mostActivation}.`,
    );
  return `${(packageSize / 1e6).toFixed(2)} MB, entry ${entrySize} bytes, activation ${ms.toFixed(1)} ms of processor time (${ratio.toFixed(2)} × the reference)`;
}

/** @param {string} entry  @param {string} manifest  @returns {{ activation: number, reference: number }} ms of processor time */
function probe(entry, manifest) {
  const types = join(root, "node_modules/@types/vscode/index.d.ts");
  return JSON.parse(
    execFileSync(process.execPath, [join(root, "test/tools/hosts/activationProbe.cjs"), entry, manifest, types], { encoding: "utf8" }),
  );
}

/** @param {readonly number[]} values an odd number of them */
const median = (values) => values.toSorted((a, b) => a - b)[(values.length - 1) / 2] ?? Number.NaN;
