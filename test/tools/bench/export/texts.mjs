/** The text that is exported and counted: the installed packages' sources, varied each time they come round, so that nothing is known by heart. */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const longestSource = 1e6;

/** @param {string} folder  @returns {Generator<string>} sources and prose below a folder */
function* sourcesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.endsWith("tiktoken")) yield* sourcesBelow(path); // their ranks are no text
    else if (entry.isFile() && /\.(md|[mc]?[jt]s)$/.test(entry.name) && statSync(path).size < longestSource) yield path;
  }
}

/** A text that was there before, with new words in it. @param {string} text  @param {number} round */
function varied(text, round) {
  if (round === 0) return text;
  let count = 0;
  const suffix = (round * 7919).toString(36).replaceAll(/\d/g, "q");
  return text.replaceAll(/\b[a-z]{5,}\b/g, (word) => (++count % 9 === 0 ? word.slice(0, 3) + suffix + word.slice(3) : word));
}

/** @param {string} packages  @param {string} path of the text  @param {number} byteLength at least  @returns {number} bytes written */
export function writeText(packages, path, byteLength) {
  const sources = [...sourcesBelow(packages)].sort();
  const file = openSync(path, "w");
  let written = 0;
  for (let round = 0; written < byteLength; round++) {
    for (const source of sources) {
      if (written >= byteLength) break;
      written += writeSync(file, `${varied(readFileSync(source, "utf8").replaceAll("\0", ""), round)}\n\n`);
    }
  }
  closeSync(file);
  return written;
}

/** Cuts the start of a text into files, after lines. @param {string} text its path  @param {string} folder  @param {number} most bytes in all
 *  @param {number} each bytes  @returns {{ paths: string[], byteLength: number }} */
export function writeFiles(text, folder, most, each) {
  mkdirSync(folder);
  const bytes = readFileSync(text).subarray(0, most);
  const paths = [];
  for (let from = 0; from < bytes.length;) {
    const line = bytes.indexOf(10, from + each);
    const to = line < 0 ? bytes.length : line + 1;
    const path = join(folder, `${paths.length}.txt`);
    writeFileSync(path, bytes.subarray(from, to));
    paths.push(path);
    from = to;
  }
  return { paths, byteLength: bytes.length };
}
