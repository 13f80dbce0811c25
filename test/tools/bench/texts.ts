/** The four kinds of text the tokenizers are measured on. Prose, code and minified code are real files of the installed npm packages; many
 *  scripts is real words of Unicode's locale data. */
import { join } from "node:path";
import { manyScriptsText } from "./manyScripts.ts";
import { readText, realFiles, type RealFile } from "./realFiles.ts";
import { seededRandom, shuffled } from "./seededRandom.ts";

export type TextKind = "prose" | "code" | "minified" | "many scripts";
export const textKinds: readonly TextKind[] = ["prose", "code", "minified", "many scripts"];

export interface Corpus {
  readonly kind: TextKind;
  readonly text: string;
  /** UTF-8 bytes. */
  readonly byteLength: number;
  /** Where it comes from, for the report. */
  readonly source: string;
}

const seed = 20_260_101;
const isMarkdown = (name: string): boolean => /\.(md|markdown)$/i.test(name);
const isCode = (name: string): boolean => /\.(ts|mts|cts|tsx|js|mjs|cjs|jsx)$/.test(name) && !/\.(min\.\w+|d\.\w+)$/.test(name);
const isScript = (name: string): boolean => /\.(js|mjs|cjs)$/.test(name);
const isDeclaration = (name: string): boolean => /\.d\.[mc]?ts$/.test(name);
/** Long lines all over: what a minifier leaves. */
const isMinified = (text: string): boolean => text.length > 20_000 && text.length / (text.split("\n").length || 1) > 1000;
/** Timing must not depend on each peer's policy for special tokens. */
const hasSpecialToken = (text: string): boolean => text.includes("<|");

const flowingText = /^[\p{L}\p{N}\p{P}\p{Zs}`$+=<>~^|]{40,}$/u;
/** The sentences of a Markdown file or of comments: paragraphs that are mostly letters and spaces; no fences, tables, link lists, badges. */
function sentences(text: string): string {
  const paragraphs = text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "").split(/\n\s*\n/);
  return paragraphs
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, " ").trim())
    .filter((paragraph) => {
      if (!flowingText.test(paragraph) || /^[|#<!>[]/.test(paragraph) || /https?:/.test(paragraph)) return false;
      const letters = paragraph.match(/[\p{L} ]/gu)?.length ?? 0;
      return letters / paragraph.length > 0.85 && paragraph.split(" ").length > 7;
    })
    .join("\n\n");
}

/** The text of the documentation comments of a declaration file. */
function comments(text: string): string {
  const blocks = text.match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  return blocks
    .map((block) =>
      block
        .slice(3, -2)
        .replaceAll(/^\s*\* ?/gm, "")
        .replaceAll(/^@(param|returns?|throws)\s+(\S+\s+-?)?/gm, "\n\n")
        .trim(),
    )
    .join("\n\n");
}

/** Files in seeded order, each different text once, at most `perFile` characters of each, until `length` characters are reached. */
function gather(files: readonly RealFile[], length: number, perFile: number, toText: (text: string, path: string) => string): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  let total = 0;
  for (const file of shuffled(files, seededRandom(seed))) {
    if (total >= length) break;
    const raw = readText(file.path);
    if (raw === undefined || hasSpecialToken(raw)) continue;
    const part = toText(raw.replaceAll("\r\n", "\n"), file.path).slice(0, perFile);
    const mark = part.slice(0, 200);
    if (part.length === 0 || seen.has(mark)) continue;
    seen.add(mark);
    parts.push(part.isWellFormed() ? part : part.slice(0, -1)); // a cut within a surrogate pair
    total += part.length + 1;
  }
  return parts.join("\n").slice(0, length);
}

/** Makes one kind of text of about `length` UTF-16 code units; less where the packages do not hold that much of it. */
export function makeCorpus(kind: TextKind, length: number, repository: string): Corpus {
  const modules = join(repository, "node_modules");
  const made = ((): { text: string; source: string } => {
    switch (kind) {
      case "prose": {
        const files = [...realFiles(modules, isMarkdown), ...realFiles(modules, isDeclaration)];
        return {
          text: gather(files, length, 150_000, (text, path) => sentences(isMarkdown(path) ? text : comments(text))),
          source: "sentences of READMEs, documentation and doc comments in node_modules",
        };
      }
      case "code":
        return {
          text: gather(realFiles(modules, isCode), length, 60_000, (text) => (isMinified(text) ? "" : text)),
          source: ".ts and .js sources in node_modules",
        };
      case "minified":
        return {
          text: gather(realFiles(modules, isScript), length, 600_000, (text) => (isMinified(text) ? text : "")),
          source: "minified bundles in node_modules",
        };
      case "many scripts":
        return {
          text: manyScriptsText(length, seed).slice(0, length),
          source: "words, dates and numbers of about 80 languages from Node's locale data",
        };
    }
  })();
  const text = made.text.toWellFormed();
  return { kind, text, byteLength: Buffer.byteLength(text), source: made.source };
}

/** Consecutive distinct slices of about `length` code units, cut after a line or, in one long line, anywhere between two characters. */
export function slicesOf(text: string, length: number): string[] {
  const slices: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + length, text.length);
    const newline = text.lastIndexOf("\n", to);
    if (newline > from + length / 2) to = newline + 1;
    else if (to < text.length && (text.charCodeAt(to) & 0xfc00) === 0xdc00) to--;
    if (to - from > length / 4) slices.push(text.slice(from, to));
    from = to;
  }
  return slices;
}
