/** Tables for the terminal and for results.md, and the verdicts: a measured figure beside the figure issue 3 asks for. Each section is stored on
 *  its own, so that a run of one section renews that section of results.md and keeps the others with their dates. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { benchDirectory, buildDirectory } from "./engineBuild.ts";

export interface Verdict {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly reached: boolean;
}

export interface SectionResult {
  readonly markdown: string;
  readonly verdicts: readonly Verdict[];
}

interface StoredSection extends SectionResult {
  readonly name: string;
  readonly order: number;
  /** When, on which commit, how: one line. */
  readonly run: string;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, 3, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** Three significant figures at most, without exponents. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const times = (value: number): string => (Number.isFinite(value) ? `${figure(value)}×` : "–");
export const percent = (value: number): string => `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`;

/** "at least" targets; the measured ratio is the worst of the cases named. */
export const atLeast = (what: string, target: number, measured: number, detail: string): Verdict => ({
  what,
  target: `≥ ${target}×`,
  measured: `${times(measured)} (${detail})`,
  reached: measured >= target,
});

export const atMost = (what: string, target: number, measured: number, unit: string, detail: string): Verdict => ({
  what,
  target: `≤ ${target}${unit}`,
  measured: `${figure(measured)}${unit} (${detail})`,
  reached: measured <= target,
});

export const verdictTable = (verdicts: readonly Verdict[]): string =>
  table(
    ["goal", "asked", "measured", "verdict"],
    verdicts.map(({ what, target, measured, reached }) => [what, target, measured, reached ? "reached" : "**not reached**"]),
  );

export function machine(): string {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node} (V8 ${process.versions.v8})`;
}

const sectionFolder = join(buildDirectory, "sections");

export function storeSection(section: StoredSection): void {
  mkdirSync(sectionFolder, { recursive: true });
  writeFileSync(join(sectionFolder, `${section.name}.json`), JSON.stringify(section, undefined, 2));
}

/** Writes results.md from every section stored so far, and returns its path. */
export function writeResults(): string {
  const sections = readdirSync(sectionFolder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(sectionFolder, file), "utf8")) as StoredSection) // written by storeSection
    .toSorted((a, b) => a.order - b.order);
  const verdicts = sections.flatMap((section) => section.verdicts);
  const reached = verdicts.filter((verdict) => verdict.reached).length;
  const parts = [
    "# Tokenscope's tokenizer against its peers",
    "Written by `npm run bench`; nothing here is edited by hand (what limits us stands in limits.md). Ratios compare medians of runs that took turns in one process; MB are 10⁶ UTF-8 bytes. Times leave out waiting for a processor that other programs held.",
    `Machine: ${machine()}.`,
    `## Goals: ${reached} of ${verdicts.length} reached`,
    verdictTable(verdicts),
    readFileSync(join(benchDirectory, "limits.md"), "utf8").trim(),
    ...sections.map((section) => `${section.markdown}\n\n<sub>${section.run}</sub>`),
  ];
  const path = join(benchDirectory, "results.md");
  writeFileSync(path, `${parts.join("\n\n")}\n`);
  return path;
}
