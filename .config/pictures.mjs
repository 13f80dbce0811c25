/** Takes the README's pictures over from the end-to-end run (.build/screenshots/readme-NAME-wide.png) into media/screenshots, a fifth smaller and
 *  with the same pixels: PNG's row filters help photographs, and in pictures of text they hide what repeats. Run by hand after a look at the
 *  pictures: `node .config/pictures.mjs`. A picture that was not taken again is packed where it is. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { crc32, deflateSync, inflateSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const signatureLength = 8;

/** The parts of a PNG by their names; the data of several with one name are joined. @param {Buffer} png */
function partsOf(png) {
  /** @type {Map<string, Buffer>} */
  const parts = new Map();
  for (let at = signatureLength; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    parts.set(name, Buffer.concat([parts.get(name) ?? Buffer.alloc(0), png.subarray(at + 8, at + 8 + length)]));
    at += length + 12;
  }
  return parts;
}

/** @param {string} name  @param {Buffer} data */
function partOf(name, data) {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Takes the rows' filters off (PNG specification, section 9). @param {Buffer} filtered  @param {number} rowLength bytes, without the filter's  @param {number} pixelLength */
function unfiltered(filtered, rowLength, pixelLength) {
  const rows = filtered.length / (rowLength + 1);
  const plain = Buffer.alloc(filtered.length); // each row begins with a 0: no filter
  for (let row = 0; row < rows; row++) {
    const from = row * (rowLength + 1);
    const filter = filtered[from] ?? 0;
    for (let x = 1; x <= rowLength; x++) {
      const left = x > pixelLength ? (plain[from + x - pixelLength] ?? 0) : 0;
      const above = row > 0 ? (plain[from + x - rowLength - 1] ?? 0) : 0;
      const corner = row > 0 && x > pixelLength ? (plain[from + x - rowLength - 1 - pixelLength] ?? 0) : 0;
      const guesses = [0, left, above, (left + above) >> 1, nearest(left, above, corner)];
      plain[from + x] = (filtered[from + x] ?? 0) + (guesses[filter] ?? 0);
    }
  }
  return plain;
}

/** Paeth's guess. @param {number} left  @param {number} above  @param {number} corner */
function nearest(left, above, corner) {
  const [toLeft, toAbove, toCorner] = [above - corner, left - corner, left + above - 2 * corner].map(Math.abs);
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
}

/** @param {Buffer} png of 8 bits a channel, RGB, not interlaced, as Chromium writes pictures  @returns the same picture */
function packed(png) {
  const parts = partsOf(png);
  const [header, data] = [parts.get("IHDR"), parts.get("IDAT")];
  if (header === undefined || data === undefined || header.toString("hex", 8) !== "0802000000")
    throw new Error("The picture is no RGB picture of 8 bits, as Chromium writes them.");
  const plain = unfiltered(inflateSync(data), header.readUInt32BE(0) * 3, 3);
  return Buffer.concat([
    png.subarray(0, signatureLength),
    partOf("IHDR", header),
    partOf("IDAT", deflateSync(plain, { level: 9, memLevel: 9 })),
    partOf("IEND", Buffer.alloc(0)),
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const name of readdirSync(`${root}media/screenshots`)) {
    const shown = `${root}media/screenshots/${name}`;
    const taken = `${root}.build/screenshots/readme-${name.replace(".png", "-wide.png")}`;
    const source = existsSync(taken) ? taken : shown;
    writeFileSync(shown, packed(readFileSync(source)));
  }
}
