/** Memory: a fresh process for each tokenizer and encoding, with garbage collected before every reading. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { buildDirectory, repository } from "./engineBuild.ts";
import { allContestants, contestantsFor } from "./peers.ts";
import { table, type SectionResult } from "./report.ts";
import { progress, type Section } from "./section.ts";
import { makeCorpus, textKinds } from "./texts.ts";

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** What one process reports, in bytes: JavaScript heap + array buffers + WebAssembly, and the process's resident set. */
interface Reading {
  readonly start: { readonly used: number; readonly resident: number };
  readonly loaded: { readonly used: number; readonly resident: number };
  readonly worked: { readonly used: number; readonly resident: number };
}

function reading(): Reading["start"] {
  for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage(); // external includes array buffers
  return { used: heapUsed + external, resident: rss };
}

/** The child's side: `main.mjs --memory-child <tokenizer> <encoding> <text file>`. */
export async function memoryChild(name: string, encoding: EncodingName, text: string): Promise<void> {
  const contestant = allContestants.find((each) => each.name === name);
  if (contestant === undefined)
    throw new Error(`Unknown tokenizer ${name}; one of ${allContestants.map((each) => each.name).join(", ")} was expected.`);
  const start = reading();
  const encode = await contestant.create(encoding);
  encode("Hello");
  const loaded = reading();
  const length = 50_000;
  let tokens = 0;
  for (let from = 0; from < text.length; from += length) tokens += encode(text.slice(from, from + length)).length;
  const worked = reading();
  encode(`${tokens}`); // the instance is alive until here
  process.stdout.write(JSON.stringify({ start, loaded, worked } satisfies Reading));
}

export const memorySection: Section = {
  name: "memory",
  title: "Memory",
  run({ quick }): SectionResult {
    const textFile = join(buildDirectory, "memory.txt");
    writeFileSync(
      textFile,
      textKinds
        .map((kind) => makeCorpus(kind, quick ? 100_000 : 500_000, repository).text)
        .join("\n")
        .toWellFormed(),
    );
    const main = join(buildDirectory, "main.mjs");
    const parts = [
      "## Memory",
      `MB of heap, buffers and WebAssembly memory held after garbage collection, and of resident memory, above the process before loading: once loaded with the first ids, and after ${quick ? "0.4" : "2"} million characters of all four kinds (caches filled; ids dropped). WebAssembly and native memory shows in the resident figure.`,
    ];
    for (const encoding of ["gpt2", "cl100k_base", "o200k_base"] as const) {
      const rows = contestantsFor(encoding).map(({ name }) => {
        progress(`  memory: ${encoding}, ${name}`);
        const out = execFileSync(process.execPath, ["--expose-gc", main, "--memory-child", name, encoding, textFile], { encoding: "utf8" });
        const { start, loaded, worked } = JSON.parse(out) as Reading; // written by memoryChild
        return [
          name,
          megabytes(loaded.used - start.used),
          megabytes(loaded.resident - start.resident),
          megabytes(worked.used - start.used),
          megabytes(worked.resident - start.resident),
        ];
      });
      parts.push(`### ${encoding}`, table(["MB", "loaded: held", "loaded: resident", "after work: held", "after work: resident"], rows));
    }
    return { markdown: parts.join("\n\n"), verdicts: [] };
  },
};
