/** A new file that is hashed as it is written. Small pieces are gathered: asking for a write takes longer than copying them. */
import type { Hasher, NewFile } from "../platform/files.ts";

/** Bytes that are gathered, at most. */
const gatheredAtOnce = 2 ** 18;
/** Bytes read at once to hash a file whose start was replaced. */
const hashedAtOnce = 2 ** 20;

export interface HashedFile {
  /** The bytes may be used again when it resolves. */
  append(bytes: Uint8Array): Promise<void>;
  /** The file is complete, still beside its place. @param head replaces its start */
  finish(head?: Uint8Array): Promise<{ readonly byteLength: number; readonly sha256: string }>;
}

export function hashedFile(file: NewFile, newHasher: () => Hasher): HashedFile {
  let hasher = newHasher();
  let byteLength = 0;
  let gathered: Uint8Array | undefined;
  let count = 0; // bytes in `gathered`

  const write = async (bytes: Uint8Array): Promise<void> => {
    const written = file.write(bytes); // on another thread, where there is one, while this one hashes
    hasher.update(bytes);
    await written;
    byteLength += bytes.length;
  };
  const writeGathered = async (): Promise<void> => {
    if (gathered !== undefined && count > 0) await write(gathered.subarray(0, count));
    count = 0;
  };
  return {
    append: async (bytes) => {
      if (count + bytes.length > gatheredAtOnce) await writeGathered();
      if (bytes.length > gatheredAtOnce / 2) return write(bytes);
      gathered ??= new Uint8Array(gatheredAtOnce);
      gathered.set(bytes, count);
      count += bytes.length;
    },
    finish: async (head) => {
      await writeGathered();
      if (head !== undefined) {
        await file.replaceStart(head);
        hasher = newHasher();
        for (let byteFrom = 0; byteFrom < byteLength; byteFrom += hashedAtOnce)
          hasher.update(await file.read({ byteFrom, byteTo: Math.min(byteFrom + hashedAtOnce, byteLength) }));
      }
      const sha256 = await hasher.digest();
      await file.finish();
      return { byteLength, sha256 };
    },
  };
}
