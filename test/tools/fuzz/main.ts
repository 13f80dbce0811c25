/** `npm run fuzz -- [--seconds N] [--seed N] [--only name,name]`: every reader of foreign input is fed changed files for its share of the time. */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { runTarget } from "./runTarget.ts";
import { targets } from "./targets.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    only: { type: "string" },
  },
});
const seed = Number(values.seed);
const wanted = values.only?.split(",");
const chosen = targets.filter(({ name }) => wanted === undefined || wanted.includes(name));
const unknown = wanted?.filter((name) => !targets.some((target) => target.name === name)) ?? [];
if (unknown.length > 0 || chosen.length === 0 || !Number.isFinite(seed) || !(Number(values.seconds) > 0)) {
  throw new RangeError(`Use --seconds N --seed N --only ${targets.map(({ name }) => name).join(",")}.`);
}

const folder = ".build/fuzz";
const from = performance.now();
let executions = 0;
let findCount = 0;
console.log(`Seed ${seed}.`);
for (const target of chosen) {
  const result = await runTarget(target, seed, { executions: Infinity, ms: (Number(values.seconds) * 1000) / chosen.length });
  executions += result.executions;
  const speed = Math.round((result.executions / result.ms) * 1000);
  console.log(
    `${target.name.padEnd(12)} ${result.executions.toLocaleString("en-US").padStart(12)} inputs, ${speed.toLocaleString("en-US").padStart(8)}/s, slowest ${result.slowestMs.toFixed(0).padStart(4)} ms, ${result.finds.length} finds`,
  );
  for (const { problem, input } of result.finds) {
    mkdirSync(folder, { recursive: true });
    const file = `${folder}/${target.name}-${seed}-${findCount++}`;
    writeFileSync(file, input instanceof Uint8Array ? input : JSON.stringify(input));
    console.log(`   ${problem}\n   input in ${file}`);
  }
}
const minutes = (performance.now() - from) / 60_000;
console.log(`${executions.toLocaleString("en-US")} inputs in ${minutes.toFixed(1)} minutes, ${findCount} finds.`);
if (findCount > 0) process.exitCode = 1;
