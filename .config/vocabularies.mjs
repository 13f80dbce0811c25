/** Builds the compact vocabulary files from js-tiktoken's ranks. A token is written as the two tokens it is merged from, which is all that
 *  merging needs; its bytes follow from them. The sources are checked against known hashes, the files carry a checksum.
 *
 *  The merges are sorted by what they join, so that one is found in the file as it lies there: a short text needs no table made of them. Parts are
 *  ranks: 0 … 255 are the bytes, and from 256 on a rank is its id.
 *
 *  Layout (little endian), read by src/core/tokens/vocabularyFile.ts:
 *    "TSV3" · u32 count of ids · u32 × 2 checksum of all that follows · 256 bytes: the byte of each id 0…255
 *    u32 n, count of merges · u32 bytes of all tokens together
 *    u16 × n low halves of the right parts · u16 × n of what they merge to
 *    for each bit of an id from the 17th on, n bits: of the right parts · of what they merge to (each filled up to whole bytes)
 *    for each id, as a left part, its count of merges: bytes that are added up, another one follows 255
 *  An id without bytes (p50k's 50256, a special token) has no merge. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const cache = fileURLToPath(new URL("../.build/vocabularies", import.meta.url));
const formatVersion = 3;
const headerLength = 16;

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
  const rankOf = (bytes) => (bytes.length === 1 ? bytes.charCodeAt(0) : ids.get(bytes));
  const merges = [];
  for (const [id, bytes] of tokens.entries()) {
    if (id < 256 || bytes === undefined) continue;
    const [left, right] = lastMerge(bytes, id, ids).map(rankOf);
    merges.push({ left, right, id });
  }
  merges.sort((a, b) => a.left - b.left || a.right - b.right);
  return fileOf(tokens, merges);
}

function fileOf(tokens, merges) {
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(merges.length);
  sizes.writeUInt32LE(
    tokens.reduce((sum, bytes) => sum + bytes.length, 0),
    4,
  );
  const rights = merges.map(({ right }) => right);
  const ids = merges.map(({ id }) => id);
  const lowHalves = [rights, ids].map((list) => Buffer.from(Uint16Array.from(list).buffer));
  const highBits = [rights, ids].flatMap((list) => bitsBeyond16(tokens.length).map((bit) => bitsOf(list, bit)));
  const counts = Array.from(tokens, () => 0);
  for (const { left } of merges) counts[left]++;
  const countBytes = counts.flatMap((count) => [...Array.from({ length: Math.floor(count / 255) }, () => 255), count % 255]);
  const byteOfId = Buffer.from(tokens.slice(0, 256).join(""), "latin1");
  const file = Buffer.concat([Buffer.alloc(headerLength), byteOfId, sizes, ...lowHalves, ...highBits, Buffer.from(countBytes)]);
  file.write("TSV3", "latin1");
  file.writeUInt32LE(tokens.length, 4);
  const [sum, sumOfSums] = checksum(file);
  file.writeInt32LE(sum, 8);
  file.writeInt32LE(sumOfSums, 12);
  return file;
}

/** The bits that ids below `count` have from the 17th on. */
const bitsBeyond16 = (count) => [16, 17, 18, 19].filter((bit) => count > 2 ** bit);

function bitsOf(list, bit) {
  const bytes = Buffer.alloc(Math.ceil(list.length / 8));
  for (const [i, value] of list.entries()) bytes[i >> 3] |= ((value >> bit) & 1) << (i & 7);
  return bytes;
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

/** The bytes of the two tokens that byte-pair merging of the token's own bytes joins last. Every token of these vocabularies has them. */
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
  return parts;
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
