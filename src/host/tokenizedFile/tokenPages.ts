/** Any tokens of a file of ids, read a page at a time: memory stays the same however large the file. */
import { rangeError } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import { bytesOfTokens, idsOfBytes, type TokenFile } from "../../core/datasets/tokenFile.ts";
import { pageLength, type TokenPages } from "../../lens/sources/pagedSource.ts";
import type { RandomAccessFile } from "../platform/files.ts";

/** Pages kept, the longest unused are let go: 16 MB. */
const keptPages = 64;

export function tokenPages(bytes: RandomAccessFile, file: TokenFile): TokenPages {
  const { tokenCount } = file;
  const kept = new Map<number, Promise<Int32Array>>();

  const read = async (page: number): Promise<Int32Array> => {
    const range = bytesOfTokens(file, page * pageLength, (page + 1) * pageLength);
    return idsOfBytes(file, await bytes.read(range));
  };
  const pageAt = (page: number): Promise<Int32Array> => {
    const known = kept.get(page) ?? read(page);
    kept.delete(page);
    kept.set(page, known);
    known.catch(() => kept.delete(page)); // so that the next request tries again
    for (const oldest of kept.keys()) {
      if (kept.size <= keptPages) break;
      kept.delete(oldest);
    }
    return known;
  };
  return {
    tokenCount,
    ids: async (from, to) => {
      const start = Math.min(from, tokenCount);
      const end = Math.min(to, tokenCount);
      const ids = new Int32Array(Math.max(0, end - start));
      for (let at = start; at < end;) {
        const page = Math.floor(at / pageLength);
        const within = (await pageAt(page)).subarray(at - page * pageLength, end - page * pageLength);
        if (within.length === 0)
          throw rangeError(say`The file ends before token ${at}; it had ${tokenCount} when it was opened. Open it again.`);
        ids.set(within, at - start);
        at += within.length;
      }
      return ids;
    },
  };
}
