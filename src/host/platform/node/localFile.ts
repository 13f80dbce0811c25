/** Files on this machine's disk, by their paths. */
import { createHash } from "node:crypto";
import { type FileHandle, lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ByteRange } from "../../../core/checkpoints/tensor.ts";
import type { Hasher, NewFile, RandomAccessFile } from "../files.ts";
import { temporaryName } from "../temporaryName.ts";
import { thisProcess } from "./leftovers.ts";
import { checkRegular, readOnly } from "./regularFile.ts";

export async function openLocal(path: string): Promise<RandomAccessFile> {
  const file = await open(path, readOnly);
  const stat = await file.stat();
  try {
    checkRegular(stat);
  } catch (error) {
    await file.close();
    throw error;
  }
  return { length: stat.size, read: (range, room) => readRange(file, range, room), close: () => file.close() };
}

/** Bytes after which what was written is sent on its way to the disk, so that the end of a long file need not wait for all of it. */
const flushedAtOnce = 2 ** 25;

/** @throws Error with the code EISDIR where a folder has its name: at once, not when all is written */
export async function createLocal(path: string): Promise<NewFile> {
  const there = await lstat(path).catch(() => undefined); // there is none
  if (there?.isDirectory() === true) throw Object.assign(new Error(`EISDIR: a folder is there, ${path}`), { code: "EISDIR" });
  const temporary = join(dirname(path), temporaryName(basename(path), await thisProcess()));
  const file = await open(temporary, "wx+");
  let length = 0;
  let flushed = 0;
  let flushing = Promise.resolve();
  let isOpen = true;
  let isThere = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await flushing.catch(() => undefined);
    await file.close();
  };
  const finish = async (): Promise<void> => {
    await flushing; // an error of the disk is told once: by this, or by sync
    if (isOpen) await file.sync();
    await close();
  };
  return {
    write: async (bytes) => {
      await writeAt(file, bytes, length);
      length += bytes.length;
      if (length - flushed < flushedAtOnce) return;
      flushed = length;
      flushing = flushing.then(() => file.datasync());
      flushing.catch(() => undefined); // until `finish` waits for it
    },
    replaceStart: (bytes) => writeAt(file, bytes, 0),
    read: (range) => readRange(file, range),
    finish,
    commit: async () => {
      await finish();
      await rename(temporary, path);
      isThere = false;
    },
    discard: async () => {
      await close();
      if (isThere) await rm(temporary, { force: true });
      isThere = false;
    },
  };
}

export function localSha256(): Hasher {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), digest: () => Promise.resolve(hash.digest("hex")) };
}

async function readRange(
  file: FileHandle,
  { byteFrom, byteTo }: ByteRange,
  bytes: Uint8Array = new Uint8Array(byteTo - byteFrom),
): Promise<Uint8Array> {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, byteFrom + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
}
