import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../../src/core/checkpoints/checkpointError.ts";
import { type Reading, runReading } from "../../../src/core/checkpoints/reading.ts";
import { runReadingInMemory } from "../../support/plain/readInMemory.ts";

/** Adds up the bytes 1–2 and 4–7. */
function* sumSomeBytes(): Reading<number> {
  const first = yield { byteFrom: 1, byteTo: 3, progress: 0 };
  const second = yield { byteFrom: 4, byteTo: 8, progress: 0.5 };
  return [...first, ...second].reduce((sum, byte) => sum + byte, 0);
}
const file = Uint8Array.of(1, 2, 4, 8, 16, 32, 64, 128);
const readFrom =
  (bytes: Uint8Array) =>
  async ({ byteFrom, byteTo }: { byteFrom: number; byteTo: number }) =>
    bytes.slice(byteFrom, byteTo);

describe("runReading", () => {
  it("reads just the ranges asked for, and reports progress up to 1", async () => {
    const ranges: number[][] = [];
    const progress: number[] = [];
    const read = async (range: { byteFrom: number; byteTo: number }): Promise<Uint8Array> => {
      ranges.push([range.byteFrom, range.byteTo]);
      return readFrom(file)(range);
    };
    expect(await runReading(sumSomeBytes(), read, { onProgress: (done) => progress.push(done) })).toBe(246);
    expect(ranges).toEqual([
      [1, 3],
      [4, 8],
    ]);
    expect(progress).toEqual([0, 0.5, 1]);
  });

  it("stops with the signal's reason before the next read", async () => {
    const controller = new AbortController();
    let readCount = 0;
    const read = async (range: { byteFrom: number; byteTo: number }): Promise<Uint8Array> => {
      readCount += 1;
      controller.abort(new Error("stopped"));
      return readFrom(file)(range);
    };
    await expect(runReading(sumSomeBytes(), read, { signal: controller.signal })).rejects.toThrow("stopped");
    expect(readCount).toBe(1);
  });

  it("says so when the file has become shorter", async () => {
    await expect(runReading(sumSomeBytes(), readFrom(file.subarray(0, 6)))).rejects.toThrow(CheckpointError);
    await expect(runReading(sumSomeBytes(), readFrom(file.subarray(0, 6)))).rejects.toThrow(
      /Bytes 4 to 8 were asked for and 2 came.*Load it again\./u,
    );
  });
});

describe("runReadingInMemory", () => {
  it("gives the same result from bytes in memory", () => {
    expect(runReadingInMemory(sumSomeBytes(), file)).toBe(246);
    expect(() => runReadingInMemory(sumSomeBytes(), file.subarray(0, 6))).toThrow(CheckpointError);
  });
});
