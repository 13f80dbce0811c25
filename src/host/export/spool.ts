/** Ids laid down until it is known where they go, in a temporary file that never gets a name of its own. */
import type { TokenIds } from "../../core/datasets/idBytes.ts";
import type { DatasetIo } from "./exportJob.ts";

const idBytes = Int32Array.BYTES_PER_ELEMENT;

export interface Spool {
  readonly tokenCount: number;
  push(ids: TokenIds): Promise<void>;
  /** The ids in order, `count` at a time, each a fresh array. */
  readBack(count: number): AsyncGenerator<Int32Array, void>;
  discard(): Promise<void>;
}

export async function openSpool(io: DatasetIo, folder: string): Promise<Spool> {
  const file = await io.create(folder, "tokens");
  let tokenCount = 0;
  return {
    get tokenCount() {
      return tokenCount;
    },
    push: async (ids) => {
      tokenCount += ids.length;
      const { buffer, byteOffset, byteLength } = ids instanceof Int32Array ? ids : new Int32Array(ids);
      await file.write(new Uint8Array(buffer, byteOffset, byteLength));
    },
    async *readBack(count) {
      for (let from = 0; from < tokenCount; from += count) {
        const to = Math.min(from + count, tokenCount);
        const bytes = await file.read({ byteFrom: from * idBytes, byteTo: to * idBytes });
        yield new Int32Array(bytes.slice().buffer); // a fresh buffer starts at 0, as the wider type needs
      }
    },
    discard: () => file.discard(),
  };
}
