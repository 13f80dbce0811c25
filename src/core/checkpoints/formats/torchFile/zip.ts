/**
 * The directory of a zip archive (PKWARE's APPNOTE, zip64 included), read by ranges from the end of the file. Every length is checked before it is
 * believed: entries lie inside the file, before the directory, and share no byte, so that no archive unpacks to more than its entries say.
 */

import { say, type Sentence } from "../../../sentence.ts";
import { quoted } from "../../../files/quoted.ts";
import { CheckpointError } from "../../checkpointError.ts";
import { readDeflated } from "../deflated.ts";
import type { Reading } from "../../reading.ts";
import type { ByteRange } from "../../tensor.ts";

export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  /** Bytes of its data in the file, and unpacked. */
  readonly storedLength: number;
  readonly length: number;
  /** Where its own header starts. */
  readonly headerFrom: number;
  readonly crc32: number;
}

const endLength = 22;
/** A comment after the end takes up to 65,535 bytes. */
const endSearchLength = endLength + 65_535;
const zip64LocatorLength = 20;
const zip64EndLength = 56;
const localHeaderLength = 30;
const centralHeaderLength = 46;
/** torch.save writes an entry per storage: thousands in the largest models. */
const entryCountLimit = 100_000;
const directoryLengthLimit = 32_000_000;
const signatures = { end: 0x0605_4b50, zip64Locator: 0x0706_4b50, zip64End: 0x0606_4b50, central: 0x0201_4b50, local: 0x0403_4b50 };
const utf8 = new TextDecoder();

const damaged = (problem: Sentence): CheckpointError =>
  new CheckpointError(say`${problem} The file is damaged or was cut short; download or save it again.`);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** 64 bits; what a double can't hold exactly is larger than any file. */
const uint64 = (view: DataView, at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;

/** @returns the entries by name  @throws CheckpointError when the directory is damaged, lies, or asks for what is not read */
export function* readZipDirectory(fileLength: number): Reading<ReadonlyMap<string, ZipEntry>> {
  const { count, byteFrom, byteTo } = yield* findDirectory(fileLength);
  if (count > entryCountLimit || byteTo - byteFrom > directoryLengthLimit) {
    throw damaged(say`The zip archive claims ${count} entries in ${byteTo - byteFrom} bytes; more than ${entryCountLimit} are refused.`);
  }
  if (byteTo > fileLength || byteTo < byteFrom)
    throw damaged(say`The zip archive claims a directory up to byte ${byteTo} and ends at ${fileLength}.`);
  const view = viewOf(yield { byteFrom, byteTo, progress: 0 });
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + centralHeaderLength > view.byteLength || view.getUint32(at, true) !== signatures.central)
      throw damaged(say`The zip archive has a damaged directory.`);
    const length = centralHeaderLength + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (at + length > view.byteLength) throw damaged(say`The zip archive has a damaged directory.`);
    const entry = toEntry(new DataView(view.buffer, view.byteOffset + at, length));
    if (entries.has(entry.name)) throw damaged(say`The zip archive has the entry ${quoted(entry.name)} twice.`);
    entries.set(entry.name, entry);
    at += length;
  }
  checkPlaces([...entries.values()], byteFrom);
  return entries;
}

/** From the record at the end of the file, or that of zip64 where sizes need more than 32 bits. */
function* findDirectory(fileLength: number): Reading<ByteRange & { readonly count: number }> {
  const searchFrom = Math.max(0, fileLength - endSearchLength);
  const tail = viewOf(yield { byteFrom: searchFrom, byteTo: fileLength, progress: 0 });
  let end = tail.byteLength - endLength;
  while (end >= 0 && !(tail.getUint32(end, true) === signatures.end && end + endLength + tail.getUint16(end + 20, true) <= tail.byteLength))
    end -= 1;
  if (end < 0) throw damaged(say`The zip archive has no end record.`);
  const locator = end - zip64LocatorLength;
  if (locator < 0 || tail.getUint32(locator, true) !== signatures.zip64Locator) {
    const byteFrom = tail.getUint32(end + 16, true);
    return { count: tail.getUint16(end + 10, true), byteFrom, byteTo: byteFrom + tail.getUint32(end + 12, true) };
  }
  const recordFrom = uint64(tail, locator + 8);
  if (recordFrom + zip64EndLength > fileLength) throw damaged(say`The zip archive has a damaged end record.`);
  const record = viewOf(yield { byteFrom: recordFrom, byteTo: recordFrom + zip64EndLength, progress: 0 });
  if (record.getUint32(0, true) !== signatures.zip64End) throw damaged(say`The zip archive has a damaged end record.`);
  const byteFrom = uint64(record, 48);
  return { count: uint64(record, 32), byteFrom, byteTo: byteFrom + uint64(record, 40) };
}

/** DEFLATE can't make more of a byte: 258 bytes from two bits. */
const mostUnpacked = 1_032;
const inZip64 = 0xffff_ffff;

/** @param header of the directory, with its name and extra fields */
function toEntry(header: DataView): ZipEntry {
  const nameLength = header.getUint16(28, true);
  const name = utf8.decode(new Uint8Array(header.buffer, header.byteOffset + centralHeaderLength, nameLength));
  const method = header.getUint16(10, true);
  if ((header.getUint16(8, true) & 1) !== 0)
    throw new CheckpointError(say`Entry ${quoted(name)} of the zip archive is encrypted. Save it without a password.`);
  if (method !== 0 && method !== 8) {
    throw new CheckpointError(
      say`Entry ${quoted(name)} of the zip archive is packed by method ${method}; stored and deflated ones are read. Save it again.`,
    );
  }
  const sizes = [header.getUint32(24, true), header.getUint32(20, true), header.getUint32(42, true)]; // the order of the zip64 field
  let extraAt = zip64Field(header, centralHeaderLength + nameLength);
  const [length = 0, storedLength = 0, headerFrom = 0] = sizes.map((size) => {
    if (size !== inZip64) return size;
    if (extraAt.from + 8 > extraAt.to) throw damaged(say`The zip archive has no size for entry ${quoted(name)}.`);
    const value = uint64(header, extraAt.from);
    extraAt = { ...extraAt, from: extraAt.from + 8 };
    return value;
  });
  if (method === 0 && length !== storedLength) throw damaged(say`The zip archive has two sizes for the stored entry ${quoted(name)}.`);
  if (length > storedLength * mostUnpacked)
    throw damaged(say`The zip archive claims that ${storedLength} bytes of ${quoted(name)} unpack to ${length}.`);
  return { name, isDeflated: method === 8, storedLength, length, headerFrom, crc32: header.getUint32(16, true) };
}

/** The extra field 1 in the header, empty when there is none. */
function zip64Field(header: DataView, extraFrom: number): { readonly from: number; readonly to: number } {
  const end = Math.min(extraFrom + header.getUint16(30, true), header.byteLength);
  for (let at = extraFrom; at + 4 <= end; at += 4 + header.getUint16(at + 2, true)) {
    if (header.getUint16(at, true) === 1) return { from: at + 4, to: Math.min(at + 4 + header.getUint16(at + 2, true), end) };
  }
  return { from: end, to: end };
}

/** No two entries share a byte, and all lie before the directory. */
function checkPlaces(entries: readonly ZipEntry[], directoryFrom: number): void {
  let reached = 0;
  for (const { name, headerFrom, storedLength } of entries.toSorted((a, b) => a.headerFrom - b.headerFrom)) {
    if (headerFrom < reached) throw damaged(say`The zip archive has entries that overlap, ${quoted(name)} among them.`);
    reached = headerFrom + localHeaderLength + storedLength;
    if (reached > directoryFrom)
      throw damaged(say`The zip archive has the entry ${quoted(name)} that ends at byte ${reached}, within its directory.`);
  }
}

/** Where an entry's bytes are, after a header of its own that must agree with the directory. */
export function* locateEntry(entry: ZipEntry): Reading<ByteRange> {
  const { name, headerFrom, storedLength } = entry;
  const header = viewOf(yield { byteFrom: headerFrom, byteTo: headerFrom + localHeaderLength, progress: 0 });
  if (header.getUint32(0, true) !== signatures.local || (header.getUint16(8, true) === 8) !== entry.isDeflated) {
    throw damaged(say`The zip archive has two descriptions of the entry ${quoted(name)} that differ.`);
  }
  const byteFrom = headerFrom + localHeaderLength + header.getUint16(26, true) + header.getUint16(28, true);
  return { byteFrom, byteTo: byteFrom + storedLength };
}

/** The whole of a small entry, unpacked, its checksum compared.  @param limit the most bytes it may have, unpacked */
export function* readEntry(entry: ZipEntry, limit: number): Reading<Uint8Array> {
  const { name, length } = entry;
  if (length > limit || entry.storedLength > limit)
    throw damaged(say`The zip archive has ${length} bytes in ${quoted(name)}; more than ${limit} are refused.`);
  const range = yield* locateEntry(entry);
  const bytes = entry.isDeflated ? yield* unpack(range, length) : yield { ...range, progress: 0 };
  if (crc32(bytes) !== entry.crc32) throw damaged(say`The zip archive has another checksum for ${quoted(name)} than its directory says.`);
  return bytes;
}

function* unpack(range: ByteRange, length: number): Reading<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  yield* readDeflated({ ...range, length }, (piece) => {
    bytes.set(piece, filled);
    filled += piece.length;
    return true;
  });
  return bytes;
}

let crcTable: Uint32Array | undefined;

/** The checksum of zip and PNG (ISO 3309), reflected. */
function crc32(bytes: Uint8Array): number {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
    return value;
  });
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8); // a byte is an index of the table
  return (crc ^ 0xffff_ffff) >>> 0;
}
