/** Documents in parts that can be tokenized by themselves: whatever the parts, the ids are those of the whole. */
import { inEnglish } from "../../src/core/sentence.ts";
import { array, assert, asyncProperty, constantFrom, integer } from "fast-check";
import { describe, expect, it } from "vitest";
import { lastSafeCut } from "../../src/core/tokens/pattern/safeCut.ts";
import { specialTokenSet } from "../../src/core/tokens/specialTokens.ts";
import type { RandomAccessFile } from "../../src/host/platform/files.ts";
import { documentParts, safeByteCut } from "../../src/host/tokenWorkers/documentParts.ts";
import { notText } from "../../src/host/tokenWorkers/textFile.ts";
import { TokenTasks } from "../../src/host/tokenWorkers/tokenTask.ts";
import { decodesAsUtf8 } from "../../src/host/platform/files.ts";
import { loadEncoding } from "../support/encodings.ts";

const special = specialTokenSet([["<|endoftext|>", 50256]]);
const cut = (text: string): number => lastSafeCut(text, special);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const fileOf = (bytes: Uint8Array): RandomAccessFile => ({
  length: bytes.length,
  read: ({ byteFrom, byteTo }) => Promise.resolve(bytes.subarray(byteFrom, byteTo)),
  close: () => Promise.resolve(),
});

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
}

async function partsOf(bytes: Uint8Array, partLength: number): Promise<{ bytes: Uint8Array<ArrayBuffer>; isFirst: boolean }[]> {
  const read: Uint8Array[] = [];
  const parts = await all(documentParts(fileOf(bytes), partLength, cut, (piece) => read.push(piece.slice())));
  expect(Buffer.concat(read)).toEqual(Buffer.from(bytes));
  return parts;
}

const texts = array(constantFrom("a", "word ", "\r\n", "\r", "\n", "é", "文", "。", "🐈", "1", "'s", "<|endoftext|>", "<|", "\uFEFF"), {
  maxLength: 60,
});

describe("documentParts", () => {
  it("are the whole document, and give the ids of the whole, however they are cut", async () => {
    const tasks = new TokenTasks(await loadEncoding("gpt2"), decodesAsUtf8);
    const idsOf = (bytes: Uint8Array<ArrayBuffer>, isFirst: boolean, endOfLine: "lf" | "document"): number[] => {
      const task = { kind: "encode", bytes: bytes.slice(), isFirst, endOfLine, specialTokens: "allow" } as const; // it may write over them
      const result = tasks.do(task);
      return result.kind === "ids" ? [...result.ids] : [];
    };
    const lengths = integer({ min: 1, max: 40 });
    await assert(
      asyncProperty(texts, lengths, constantFrom("lf", "document"), async (words, partLength, endOfLine) => {
        const whole = new Uint8Array(bytesOf(words.join("")));
        const parts = await partsOf(whole, partLength);
        expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(Buffer.from(whole));
        expect(parts.flatMap(({ bytes, isFirst }) => idsOf(bytes, isFirst, endOfLine))).toEqual(idsOf(whole, true, endOfLine));
      }),
    );
  });

  it("hold only what follows the last safe cut", async () => {
    const parts = await partsOf(bytesOf("The quick brown fox"), 13);
    expect(parts.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(["The quick", " brown fox"]);
  });

  it("find a cut far from the end of a part", () => {
    const bytes = bytesOf(`word ${"1".repeat(10_000)}`);
    expect(safeByteCut(bytes, cut)).toBe(4);
  });

  it("say that a file became shorter", async () => {
    const file = { ...fileOf(bytesOf("some text")), length: 100 };
    await expect(all(documentParts(file, 50, cut, () => undefined))).rejects.toThrow("shorter than it was");
  });
});

it.each([
  { about: "text", bytes: bytesOf("Grüße 文 🐈"), says: undefined },
  { about: "a NUL", bytes: Uint8Array.of(1, 0, 2), says: /binary/ },
  { about: "Latin-1", bytes: Uint8Array.of(0x63, 0xe9), says: /not UTF-8/ },
  { about: "a character cut short", bytes: Uint8Array.of(0x61, 0xf0, 0x9f, 0x90), says: /not UTF-8/ },
  { about: "nothing", bytes: new Uint8Array(0), says: undefined },
])("notText, whatever the parts: $about", async ({ bytes, says }) => {
  for (const partLength of [1, 2, 3, 5, 100]) {
    const reason = await notText(fileOf(bytes), decodesAsUtf8, partLength, new AbortController().signal, () => Promise.resolve());
    if (says === undefined) expect(reason).toBeUndefined();
    else expect(reason && inEnglish(reason)).toMatch(says);
  }
});
