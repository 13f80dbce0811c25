/** `npm run bench`: measures Tokenscope's tokenizer against its peers, prints the tables and writes test/tools/bench/results.md.
 *  Options after `--`: `--only warm,first` (section names), `--quick`, `--peers=hypertok,kitoken`. Bundled and started by bench.mjs. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { coldStartSection } from "./coldStart.ts";
import { editsSection } from "./edits.ts";
import { repository } from "./engineBuild.ts";
import { filesSection } from "./files/filesSection.ts";
import { openingArgument, openingChild } from "./files/opening.ts";
import { growthSection } from "./growth.ts";
import { idsSection } from "./ids.ts";
import { memoryChild, memorySection } from "./memory.ts";
import { machine, storeSection, verdictTable, writeResults } from "./report.ts";
import { progress, type Section } from "./section.ts";
import { offsetsSection, tinySection } from "./tinyStrings.ts";
import { firstSightSection, warmSection } from "./throughput.ts";

const sections: readonly Section[] = [
  idsSection,
  warmSection,
  firstSightSection,
  growthSection,
  editsSection,
  coldStartSection,
  tinySection,
  offsetsSection,
  memorySection,
  filesSection,
];

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: repository, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return `commit ${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "src/core/tokens", "src/core/text") === "" ? "" : " with changes in src/core"}`;
  } catch {
    return "outside git";
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      peers: { type: "string" },
      install: { type: "boolean" },
    },
  });
  const wanted = values.only?.split(",");
  const unknown = wanted?.find((name) => !sections.some((section) => section.name === name));
  if (unknown !== undefined)
    throw new RangeError(`There is no section "${unknown}". Choose from ${sections.map(({ name }) => name).join(", ")}.`);
  const measuredCommit = commit(); // now, for the engine was bundled a moment ago
  console.log(`${machine()}; ${measuredCommit}\n`);
  for (const [order, section] of sections.entries()) {
    if (wanted !== undefined && !wanted.includes(section.name)) continue;
    progress(`${section.title} …`);
    const started = performance.now();
    const { markdown, verdicts } = await section.run({ quick: values.quick });
    const seconds = Math.round((performance.now() - started) / 1000);
    const command = `npm run bench -- --only ${section.name}${values.quick ? " --quick" : ""}${values.peers === undefined ? "" : ` --peers=${values.peers}`}`;
    const run = `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, ${measuredCommit}, Node ${process.versions.node}, ${seconds} s at load average ${loadavg()[0]?.toFixed(1)}, \`${command}\`${values.quick ? " (quick: not for quoting)" : ""}`;
    storeSection({ name: section.name, order, markdown, verdicts, run });
    const path = writeResults();
    console.log(`${markdown}\n\n${verdicts.length > 0 ? verdictTable(verdicts) : ""}\n\nWritten: ${path}\n`);
  }
}

const [mode, name, encoding, textFile] = process.argv.slice(2);
if (mode === "--memory-child") await memoryChild(name as string, encoding as EncodingName, readFileSync(textFile as string, "utf8")); // memorySection passes all three
else if (mode === openingArgument) openingChild(name as string, encoding as string); // measureOpening passes both
else await main();
