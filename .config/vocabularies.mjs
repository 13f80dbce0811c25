/** Builds the compact vocabulary files from js-tiktoken's ranks. A token is written as the two tokens it is merged from, which is all that
 *  merging needs; its bytes follow from them. The sources are checked against known hashes, the files carry a checksum.
 *
 *  Layout (little endian), read by src/core/tokens/vocabularyFile.ts:
 *    "TSV2" · u32 count of ids · u32 × 2 checksum of all that follows · 256 bytes: the byte of each id 0…255
 *    u16 × n low halves of the left ids · u16 × n of the right ids (n = count − 256, for ids 256 …)
 *    only if count > 65536: u8 × n, left id's high bits in the low nibble, right id's in the high one
 *  An id without bytes (p50k's 50256, a special token) has left = right = 0xffff and high bits 0. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const cache = fileURLToPath(new URL("../.build/vocabularies", import.meta.url));
const formatVersion = 2;
const headerLength = 16;
const bytesEnd = headerLength + 256;

/** SHA-256 of the `bpe_ranks` strings of js-tiktoken 1.0.21; p50k_edit's equal p50k_base's, r50k_base's equal gpt2's. */
const sourceHashes = {
  gpt2: "79bfa2b34bc64d5ab2407f1b21067e2e203e3de840c55328f71af542a54eadb6",
  p50k_base: "e23ec98d5839a941c3f9b4542d16aa752a5c369ca073d6da3193cfa409290c7c",
  cl100k_base: "3d687fd92cd8fa61f6e26453365e1678e1c35674dd3fcb3d686235c46d16e118",
  o200k_base: "46095c39ad133184da5315ac91dd491f39901e6d89a05f58f24717fd7cbf0523",
};

/** The build list; the catalogue of encodings (src/core/tokens/catalogue.ts) says which encoding has which ranks. */
export const rankNames = Object.keys(sourceHashes);

/** Writes `<ranks>.vocabulary` for each set of ranks into the directory, from .build/ if they were built before. */
export async function buildVocabularies(outDirectory) {
  await mkdir(outDirectory, { recursive: true });
  for (const name of rankNames) await writeFile(`${outDirectory}/${name}.vocabulary`, await vocabularyBytes(name));
}

/** The bytes of one vocabulary file, from the cache or built. @param name a key of `sourceHashes` */
export async function vocabularyBytes(name) {
  const cached = `${cache}/${name}.${sourceHashes[name].slice(0, 8)}.${formatVersion}.vocabulary`;
  try {
    return await readFile(cached);
  } catch {
    const bytes = build(name);
    await mkdir(cache, { recursive: true });
    await writeFile(`${cached}.${process.pid}`, bytes);
    await rename(`${cached}.${process.pid}`, cached); // whole or not at all, also when several processes build
    return bytes;
  }
}

function build(name) {
  const source = require(`js-tiktoken/ranks/${name}`).bpe_ranks;
  const hash = createHash("sha256").update(source).digest("hex");
  if (hash !== sourceHashes[name]) {
    throw new Error(
      `js-tiktoken's ranks of ${name} have the hash ${hash}, expected ${sourceHashes[name]}. Install the pinned version (npm ci).`,
    );
  }
  const tokens = readRanks(source);
  const ids = new Map();
  for (const [id, bytes] of tokens.entries()) if (bytes !== undefined) ids.set(bytes, id);
  const count = tokens.length - 256;
  const wide = tokens.length > 0x10000;
  const file = Buffer.alloc(bytesEnd + count * (wide ? 5 : 4));
  file.write("TSV2", "latin1");
  file.writeUInt32LE(tokens.length, 4);
  for (let id = 0; id < 256; id++) file[headerLength + id] = tokens[id].charCodeAt(0);
  for (let i = 0; i < count; i++) {
    const bytes = tokens[i + 256];
    const [left, right] = bytes === undefined ? [0xffff, 0xffff] : lastMerge(bytes, i + 256, ids);
    file.writeUInt16LE(left & 0xffff, bytesEnd + i * 2);
    file.writeUInt16LE(right & 0xffff, bytesEnd + count * 2 + i * 2);
    if (wide) file[bytesEnd + count * 4 + i] = (left >> 16) | ((right >> 16) << 4);
  }
  const [sum, sumOfSums] = checksum(file);
  file.writeInt32LE(sum, 8);
  file.writeInt32LE(sumOfSums, 12);
  return file;
}

/** Lines of `! <first rank> <base64> <base64> …` → the bytes of each rank as a latin-1 string. */
function readRanks(source) {
  const tokens = [];
  for (const line of source.split("\n")) {
    const [, first, ...encoded] = line.split(" ");
    for (const [i, bytes] of encoded.entries()) tokens[Number(first) + i] = Buffer.from(bytes, "base64").toString("latin1");
  }
  return tokens;
}

/** The two tokens that byte-pair merging of the token's own bytes joins last. Every token of these vocabularies has them. */
function lastMerge(bytes, id, ids) {
  const parts = [...bytes];
  while (parts.length > 2) {
    let best = Infinity;
    let at = -1;
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = ids.get(parts[i] + parts[i + 1]);
      if (rank !== undefined && rank < best) [best, at] = [rank, i];
    }
    if (at < 0 || best >= id) throw new Error(`Token ${id} cannot be reached by merges: the format cannot hold it.`);
    parts.splice(at, 2, parts[at] + parts[at + 1]);
  }
  return parts.map((part) => ids.get(part));
}

/** Fletcher's two sums (modulo 2³²) over all that follows the header, as 32-bit words, then the rest by bytes. */
function checksum(file) {
  let sum = 0;
  let sumOfSums = 0;
  const add = (value) => {
    sum = (sum + value) | 0;
    sumOfSums = (sumOfSums + sum) | 0;
  };
  let at = headerLength;
  for (; at + 4 <= file.length; at += 4) add(file.readInt32LE(at));
  for (; at < file.length; at++) add(file[at]);
  return [sum, sumOfSums];
}
