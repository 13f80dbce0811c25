/** What every section of the benchmark is. */
import type { SectionResult } from "./report.ts";

export interface BenchOptions {
  /** Fewer rounds and smaller texts: to see that it runs, not to quote. */
  readonly quick: boolean;
}

export interface Section {
  /** The word after `--only`. */
  readonly name: string;
  readonly title: string;
  run(options: BenchOptions): Promise<SectionResult> | SectionResult;
}

/** Progress for whoever waits; the tables go to stdout, this to stderr. */
export const progress = (message: string): void => {
  process.stderr.write(`${message}\n`);
};
