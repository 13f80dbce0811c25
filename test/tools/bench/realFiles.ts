/** The real text of this machine: the source and documentation files of the npm packages the repository itself installs, so that everyone with
 *  the same lockfile measures the same text, and nothing has to be downloaded or shipped. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface RealFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

const largestFile = 4_000_000; // bytes; beyond that it is a data table, and one file would be the whole text

/** All files under `directory` whose name `accepts`, in one order on every machine. Symbolic links are not followed. */
export function realFiles(directory: string, accepts: (name: string) => boolean): RealFile[] {
  const found: RealFile[] = [];
  const walk = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && accepts(entry.name)) {
        const { size } = statSync(path);
        if (size > 0 && size <= largestFile) found.push({ path, size });
      }
    }
  };
  walk(directory);
  return found;
}

/** The file as text, or undefined if it is not valid UTF-8. A byte order mark is kept: it is text to a tokenizer. */
export function readText(path: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
}
