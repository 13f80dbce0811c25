/** What a load test measured, for load.mjs to print: what tests write to the console does not always reach the terminal. */
import { appendFileSync } from "node:fs";

export const report = (lines: string): void => appendFileSync(process.env["TOKENSCOPE_LOAD_REPORT"] ?? "load.txt", `${lines}\n`);

/** Tells whoever waits for the suite how far a long test is: a suite that says nothing for minutes is taken for hung (hostSuite.mjs). */
export const sayProgress = (what: string): void => console.log(`host-suite ${what}`);
