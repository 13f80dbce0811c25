/** A tokenized file read by pages: slices, counts and search equal to those of the text the tokens were made of. */
import { describe, expect, it } from "vitest";
import { openTokenFile } from "../../src/core/datasets/tokenFile.ts";
import { tokenPages } from "../../src/host/tokenizedFile/tokenPages.ts";
import { countPages, pageLength, pagedSource, type TokenPages } from "../../src/lens/sources/pagedSource.ts";
import { createTokenService } from "../../src/lens/tokenService.ts";
import { loadEncoding } from "../support/encodings.ts";

const { signal } = new AbortController();
const pause = (): Promise<void> => Promise.resolve();

/** The ids as a .bin in memory. */
function pagesOf(ids: ArrayLike<number>): { readonly pages: TokenPages; readonly readBytes: () => number } {
  const bytes = new Uint8Array(Uint16Array.from(ids).buffer);
  let readBytes = 0;
  const file = {
    length: bytes.length,
    read: ({ byteFrom, byteTo }: { readonly byteFrom: number; readonly byteTo: number }) => {
      readBytes += byteTo - byteFrom;
      return Promise.resolve(bytes.subarray(byteFrom, byteTo));
    },
    close: () => Promise.resolve(),
  };
  return { pages: tokenPages(file, openTokenFile("a.bin", bytes, bytes.length, "uint16")), readBytes: () => readBytes };
}

const numbers = Int32Array.from({ length: 3 * pageLength + 100 }, (_, i) => (i * 7919) % 50_000);

describe("tokenPages", () => {
  it.each([
    { from: 0, to: 10 },
    { from: pageLength - 5, to: pageLength + 5 },
    { from: 10, to: 2 * pageLength + 10 },
    { from: 3 * pageLength, to: 4 * pageLength },
    { from: 9 * pageLength, to: 9 * pageLength + 1 },
  ])("gives tokens $from to $to, clipped to the file", async ({ from, to }) => {
    expect(await pagesOf(numbers).pages.ids(from, to)).toEqual(numbers.slice(from, to));
  });

  it("reads only the pages asked for, and each once", async () => {
    const { pages, readBytes } = pagesOf(numbers);
    await pages.ids(pageLength + 1, pageLength + 2);
    await pages.ids(pageLength + 7, pageLength + 9);
    expect(readBytes()).toBe(2 * pageLength);
  });
});

describe("a text's tokens in a file", () => {
  const text = `${"The cat 🐈 sat on the mat. ".repeat(12_000)}needle ${"文章。".repeat(9000)}`;

  it("are counted as the text is", async () => {
    const encoding = await loadEncoding("gpt2");
    const ids = encoding.encode(text);
    const counts = await countPages(pagesOf(ids).pages, encoding, pause, signal);
    expect(counts.charCount).toBe(text.length);
    expect(counts.byteCount).toBe(new TextEncoder().encode(text).length);
    expect(counts.distinctCount).toBe(new Set(ids).size);
    expect(counts.foreignCount).toBe(0);
  });

  it.each(["needle", "🐈 sat on", "章。文", "mat. The cat"])("are searched for %s, also across pages", async (query) => {
    const encoding = await loadEncoding("gpt2");
    const ids = encoding.encode(text);
    const service = createTokenService(pagedSource(pagesOf(ids).pages, encoding, 1, undefined), () => pause);
    const found = await service.search({ query, by: "text", from: 0, backwards: false }, signal);
    expect(found.matchCount).toBe(text.split(query).length - 1);
    expect(encoding.decode(ids.subarray(found.match?.from, found.match?.to))).toContain(query);
    const last = await service.search({ query, by: "text", from: 0, backwards: true }, signal);
    expect(last.matchIndex).toBe(found.matchCount - 1);
  });
});
