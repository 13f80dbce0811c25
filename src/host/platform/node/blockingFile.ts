/** Files on this machine's disk, read by a thread that may wait for them: a call takes a fifth of the time that it takes to ask another thread
 *  and be answered. Never on the extension host. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { RandomAccessFile } from "../files.ts";
import { checkRegular, readOnly } from "./regularFile.ts";

// `async`, so that what the calls throw is a rejection.
export async function openBlocking(path: string): Promise<RandomAccessFile> {
  const file = openSync(path, readOnly);
  const stat = fstatSync(file);
  try {
    checkRegular(stat);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  return {
    length: stat.size,
    read: async ({ byteFrom, byteTo }, room = new Uint8Array(byteTo - byteFrom)) => {
      let filled = 0;
      while (byteFrom + filled < byteTo) {
        const count = readSync(file, room, filled, byteTo - byteFrom - filled, byteFrom + filled);
        if (count === 0) break;
        filled += count;
      }
      return room.subarray(0, filled);
    },
    close: async () => closeSync(file),
  };
}
