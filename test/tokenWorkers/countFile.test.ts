/** The tokens of a file, by parts and by whoever counts them: as many as tiktoken gives for the whole, or why there is no count. */
import { inEnglish } from "../../src/core/sentence.ts";
import { get_encoding } from "tiktoken";
import { beforeAll, describe, expect, it } from "vitest";
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import { decodesAsUtf8, type RandomAccessFile } from "../../src/host/platform/files.ts";
import { countFile, countHere, countShortFile, type PartCounter, type FileResult } from "../../src/host/tokenWorkers/countFile.ts";
import { TokenTasks } from "../../src/host/tokenWorkers/tokenTask.ts";
import { loadEncoding } from "../support/encodings.ts";

const whySkipped = (result: FileResult): string | undefined => (result.kind === "skipped" ? inEnglish(result.reason) : undefined);

const task = { kind: "countFile", place: "a.txt", endOfLine: "lf", specialTokens: "allow" } as const;
const opener = (bytes: Uint8Array, changes: Partial<RandomAccessFile> = {}) => {
  const closed = { times: 0 };
  const file: RandomAccessFile = {
    length: bytes.length,
    read: ({ byteFrom, byteTo }) => Promise.resolve(bytes.subarray(byteFrom, byteTo)),
    close: () => Promise.resolve(void closed.times++),
    ...changes,
  };
  return { open: () => Promise.resolve(file), closed };
};

let encoding: Encoding;
beforeAll(async () => {
  encoding = await loadEncoding("gpt2");
});
const counter = (partLength: number, changes: Partial<PartCounter> = {}): PartCounter => ({
  ...countHere(encoding, new TokenTasks(encoding, decodesAsUtf8), { partLength, pause: () => Promise.resolve() }),
  ...changes,
});

describe("countFile", () => {
  it.each([7, 100, 10_000])("counts a file in parts of %i bytes as a whole, the line ends as Python reads them", async (partLength) => {
    const text = "\uFEFFThe quick brown fox,\r\nand <|endoftext|> 世界。🐈\r".repeat(20);
    const { open, closed } = opener(new TextEncoder().encode(text));
    const tokenCount = get_encoding("gpt2").encode(text.slice(1).replaceAll(/\r\n?/g, "\n"), "all").length;
    const byteLength = Buffer.byteLength(text);
    expect(await countFile(task, open, counter(partLength, { atOnce: 3 }))).toEqual({ kind: "counted", tokenCount, byteLength });
    expect(closed.times).toBe(1);
  });

  it.each([
    { what: "NUL bytes", bytes: [97, 32, 98, 0, 99], says: "is a binary file: it holds NUL bytes" },
    { what: "Latin-1", bytes: [97, 32, 0xe9, 32, 99], says: "is not UTF-8 text; save it with encoding UTF-8 to take it in" },
  ])("says why a file of $what has no count, wherever it is cut", async ({ bytes, says }) => {
    for (const partLength of [1, 3, 100])
      expect(whySkipped(await countFile(task, opener(Uint8Array.from(bytes)).open, counter(partLength)))).toBe(says);
  });

  it("says what went wrong with a file, and closes it", async () => {
    const { open, closed } = opener(new Uint8Array(0), { length: 10 });
    const reason = "can't be counted: The file is shorter than it was.";
    expect(whySkipped(await countFile(task, open, counter(100)))).toBe(reason);
    const fault = Object.assign(new Error("EACCES: /a/secret/place"), { code: "EACCES" });
    const denied = "can't be read: the permission is missing";
    expect(whySkipped(await countFile(task, () => Promise.reject(fault), counter(100)))).toBe(denied);
    const unread = opener(new Uint8Array(10), { read: () => Promise.reject(fault) });
    expect(whySkipped(await countFile(task, unread.open, counter(100)))).toBe(denied);
    expect([closed.times, unread.closed.times]).toEqual([1, 1]);
  });

  it("ends with what the pause throws, and with the end of a worker", async () => {
    const bytes = new TextEncoder().encode("one two three four");
    const stop = new Error("cancelled");
    const { open, closed } = opener(bytes);
    await expect(countFile(task, open, counter(5, { pause: () => Promise.reject(stop) }))).rejects.toBe(stop);
    await expect(countFile(task, open, counter(5, { run: () => Promise.reject(stop) }))).rejects.toBe(stop);
    expect(closed.times).toBe(2);
  });

  it("is left to others when the file is long, and its bytes unread", async () => {
    const read = (): Promise<never> => Promise.reject(new Error("It was read."));
    expect(await countShortFile(task, opener(new Uint8Array(0), { length: 2 ** 24, read }).open, counter(100))).toEqual({ kind: "long" });
  });
});
