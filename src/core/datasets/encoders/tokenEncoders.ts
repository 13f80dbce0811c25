/** Dataset files that hold the tokens as they come, to be cut into windows when they are read. */
import { npyHeader } from "../../numpy/npy.ts";
import type { DatasetEncoder } from "./datasetEncoder.ts";
import { type WrittenIdType, encodeIds } from "../idBytes.ts";

/** The ids alone, as nanoGPT's `np.memmap(path, dtype=np.uint16)` reads them. */
export function binEncoder(type: WrittenIdType): DatasetEncoder {
  let tokenCount = 0;
  return {
    push: (ids) => {
      tokenCount += ids.length;
      return [encodeIds(ids, type)];
    },
    finish: () => ({ tail: [], shape: [tokenCount] }),
  };
}

/** One-dimensional, as `np.load(path, mmap_mode="r")` reads it. */
export function npyEncoder(type: WrittenIdType): DatasetEncoder {
  let tokenCount = 0;
  let start = [npyHeader([0], type)];
  const takeStart = (): Uint8Array<ArrayBuffer>[] => {
    const taken = start;
    start = [];
    return taken;
  };
  return {
    push: (ids) => {
      tokenCount += ids.length;
      return [...takeStart(), encodeIds(ids, type)];
    },
    finish: () => ({ tail: takeStart(), head: npyHeader([tokenCount], type), shape: [tokenCount] }),
  };
}
