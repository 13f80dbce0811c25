/** How long a tokenizer's file takes to open, each time in a process of its own, as in the thread that opens it: from its bytes to the form that is
 *  kept, beside `JSON.parse` of the same bytes; and from that form to an encoding that is ready. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { realFileBytes } from "../../verifyFiles/realTokenizers.ts";
import { buildDirectory, loadEngine } from "../engineBuild.ts";
import { median, timeOnce } from "../measure.ts";
import { figure, table } from "../report.ts";
import { fileDirectory } from "./fileContestants.ts";

const stages = ["parse", "open", "compact"] as const;
type Stage = (typeof stages)[number];
export const openingArgument = "--opening-child";

/** The work of such a process: prints its milliseconds. */
export function openingChild(stage: string, name: string): void {
  const { compileTokenizerSteps, fileEncodingSteps, finish, readCompiled, readTokenizerFile, writeCompiled } = loadEngine();
  const bytes = realFileBytes(fileDirectory, name);
  const kept = join(buildDirectory, `${name}.tokenizer`);
  const identity = { id: name, label: name, usedBy: "" };
  switch (stage) {
    case "parse":
      console.log(timeOnce(() => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))));
      break;
    case "open": {
      let compiled = new Uint8Array();
      console.log(timeOnce(() => (compiled = writeCompiled(finish(compileTokenizerSteps(readTokenizerFile(bytes, name, undefined)))))));
      writeFileSync(kept, compiled);
      break;
    }
    default: {
      const compiled = readFileSync(kept); // the process before made it
      console.log(timeOnce(() => finish(fileEncodingSteps(readCompiled(compiled), identity))));
    }
  }
}

export interface Opening {
  readonly name: string;
  readonly megabytes: number;
  /** Medians, in ms. */
  readonly ms: Readonly<Record<Stage, number>>;
}

export function measureOpening(name: string, rounds: number): Opening {
  const found: Record<Stage, number[]> = { parse: [], open: [], compact: [] };
  for (let round = 0; round < rounds; round++) {
    for (const stage of stages)
      found[stage].push(Number(execFileSync(process.execPath, [process.argv[1]!, openingArgument, stage, name], { encoding: "utf8" }))); // it is how this runs
  }
  const megabytes = realFileBytes(fileDirectory, name).length / 1e6;
  return { name, megabytes, ms: { parse: median(found.parse), open: median(found.open), compact: median(found.compact) } };
}

export const openingTable = (openings: readonly Opening[]): string =>
  table(
    ["ms, first time in a process", "MB", "JSON.parse", "open", "× JSON.parse", "from the kept form"],
    openings.map(({ name, megabytes, ms: { parse, open, compact } }) => [
      name,
      figure(megabytes),
      figure(parse),
      figure(open),
      figure(open / parse),
      figure(compact),
    ]),
  );
