/** Counted files as a tree of folders: totals, largest first, shares; filtered, and as CSV. Without `vscode`. */

export interface FileCount {
  /** Relative to what was counted, with `/`. */
  readonly path: string;
  readonly tokenCount: number;
  readonly byteLength: number;
}

export interface CountNode {
  readonly name: string;
  /** "" for the top. */
  readonly path: string;
  readonly tokenCount: number;
  readonly byteLength: number;
  readonly fileCount: number;
  /** Largest first; undefined for a file. */
  readonly children: readonly CountNode[] | undefined;
}

/** @param name of the top */
export function countTree(name: string, files: readonly FileCount[]): CountNode {
  return folderOf(
    name,
    "",
    files.map((file) => ({ file, names: file.path.split("/") })),
    0,
  );
}

interface Entry {
  readonly file: FileCount;
  readonly names: readonly string[];
}

function folderOf(name: string, path: string, entries: readonly Entry[], depth: number): CountNode {
  const byName = new Map<string, Entry[]>();
  for (const entry of entries) {
    const child = entry.names[depth] ?? ""; // an entry of a folder has a name below it
    const known = byName.get(child);
    if (known === undefined) byName.set(child, [entry]);
    else known.push(entry);
  }
  const children = [...byName].map(([child, below]) => {
    const [first] = below;
    const childPath = path === "" ? child : `${path}/${child}`;
    const isFile = first !== undefined && below.length === 1 && first.names.length === depth + 1;
    if (!isFile) return folderOf(child, childPath, below, depth + 1);
    const { tokenCount, byteLength } = first.file;
    return { name: child, path: childPath, tokenCount, byteLength, fileCount: 1, children: undefined };
  });
  children.sort((a, b) => b.tokenCount - a.tokenCount || (a.name < b.name ? -1 : 1));
  const sum = (of: (node: CountNode) => number): number => children.reduce((total, node) => total + of(node), 0);
  return {
    name,
    path,
    tokenCount: sum((node) => node.tokenCount),
    byteLength: sum((node) => node.byteLength),
    fileCount: sum((node) => node.fileCount),
    children,
  };
}

/** The files whose path holds all words of the filter, in any case. */
export function filtered(files: readonly FileCount[], filter: string): readonly FileCount[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return files.filter(({ path }) => words.every((word) => path.toLowerCase().includes(word)));
}

/** A bar of blocks, as long as the share of the whole: eight characters for all of it. */
export function shareBar(part: number, whole: number): string {
  const eighths = whole === 0 ? 0 : Math.round((part / whole) * barLength * 8);
  const partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] ?? ""; // a remainder of 8
  return "█".repeat(Math.floor(eighths / 8)) + partial;
}
const barLength = 8;

/** What spreadsheets take for the start of a formula, which could run a program or ask another machine. */
const formulaStart = /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** Lines of path, tokens and bytes below their heading (RFC 4180), largest first. A path that would be a formula is written as the same path from "./" on. */
export function asCsv(files: readonly FileCount[]): string {
  const rows = files
    .toSorted((a, b) => b.tokenCount - a.tokenCount || (a.path < b.path ? -1 : 1))
    .map(({ path, tokenCount, byteLength }) => {
      const cell = formulaStart.test(path) ? `./${path}` : path;
      return [/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell, tokenCount, byteLength].join(",");
    });
  return ["path,tokens,bytes", ...rows, ""].join("\r\n");
}

/** A count in two characters, all that a badge in the explorer has: up to 99 itself, then its first digit and power of ten, 4³ for 4,210. */
export function badge(tokenCount: number): string {
  if (tokenCount < 100) return String(tokenCount);
  const exponent = Math.floor(Math.log10(tokenCount));
  const digit = Math.round(tokenCount / 10 ** exponent);
  const [shown, power] = digit === 10 ? [1, exponent + 1] : [digit, exponent];
  return `${shown}${"⁰¹²³⁴⁵⁶⁷⁸⁹"[power] ?? "⁺"}`;
}
