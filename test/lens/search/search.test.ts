import { inEnglish } from "../../../src/core/sentence.ts";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import type { SearchResult } from "../../../src/lens/answers.ts";
import { readQuery } from "../../../src/lens/search/searchQuery.ts";
import type { TokenService } from "../../../src/lens/tokenService.ts";
import { loadEncoding } from "../../support/encodings.ts";
import { liveOf, pagedOf, serviceOf, signal } from "../support.ts";

let encoding: Encoding;
beforeAll(async () => void (encoding = await loadEncoding("gpt2")));

const find = (service: TokenService, query: string, from = 0, backwards = false, by: "text" | "id" = "text"): Promise<SearchResult> =>
  service.search({ query, by, from, backwards }, signal);

/** All matches, stepped through from the start. */
async function allMatches(service: TokenService, query: string): Promise<(SearchResult["match"] | undefined)[]> {
  const first = await find(service, query);
  const matches = [first.match];
  for (let at = 1; at < first.matchCount; at++) {
    const before = matches.at(-1);
    matches.push((await find(service, query, (before?.from ?? 0) + 1)).match);
  }
  return first.matchCount === 0 ? [] : matches;
}

describe("search in tokens", () => {
  it("gives the same answers for a live text as for its tokens in a file", async () => {
    const piece = fc.constantFrom("a", "aa", " the", "\n", "🐈", "é", "é", "<|endoftext|>", "文章");
    const query = fc.oneof(piece, fc.constantFrom("\\n", "\\x80", "\\xf0\\x9f", "\\t", "aaa", "a\\n", "🐈🐈", "章文"));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), query, fc.nat(40), fc.boolean(), async (parts, wanted, from, backwards) => {
        const live = liveOf(encoding, parts.join(""));
        const answer = await find(serviceOf(live), wanted, from, backwards);
        expect(await find(serviceOf(pagedOf(encoding, live.text.ids())), wanted, from, backwards)).toEqual(answer);
      }),
    );
  });

  it.each([
    { text: "aaaa", query: "aa", count: 2 },
    { text: "The the THE", query: "the", count: 1 },
    { text: "a\nb\nc", query: "\\n", count: 2 },
    { text: "a\tb", query: "\\t", count: 1 },
    { text: "say \\n twice: \\n", query: "\\\\n", count: 2 },
    { text: "say \\d", query: "\\d", count: 1 },
    { text: "x 🐈 y", query: "\\xf0\\x9f", count: 1 },
    { text: "x 🐈 y", query: "\\u{1F408}", count: 1 },
    { text: "café", query: "\\xc3", count: 1 },
    { text: "\ud800", query: "\ufffd", count: 1 },
  ])("finds $query in $text $count times", async ({ text, query, count }) => {
    expect((await find(serviceOf(liveOf(encoding, text)), query)).matchCount).toBe(count);
  });

  it("says which tokens a match touches: all that share a character", async () => {
    const live = liveOf(encoding, "x 🐈 y");
    const { match } = await find(serviceOf(live), "🐈");
    expect(encoding.decode(live.ids(match?.from ?? 0, match?.to ?? 0))).toBe(" 🐈");
  });

  it("steps through the matches, forwards and backwards, wrapping round", async () => {
    const service = serviceOf(liveOf(encoding, " b a b a b"));
    expect(await allMatches(service, " b")).toEqual([0, 2, 4].map((from) => ({ from, to: from + 1 })));
    expect(await find(service, " b", 5)).toMatchObject({ match: { from: 0, to: 1 }, matchIndex: 0 });
    expect(await find(service, " b", 0, true)).toMatchObject({ match: { from: 4, to: 5 }, matchIndex: 2 });
    expect(await find(service, " b", 3, true)).toMatchObject({ match: { from: 2, to: 3 }, matchIndex: 1 });
    expect(await find(service, " c")).toMatchObject({ matchCount: 0 });
  });

  it("finds an id, and nothing for what is no id", async () => {
    const live = liveOf(encoding, " b a b");
    const [id] = live.ids(0, 1);
    expect(await find(serviceOf(live), String(id), 1, false, "id")).toMatchObject({ match: { from: 2, to: 3 }, matchCount: 2 });
    expect(await find(serviceOf(live), "b", 0, false, "id")).toMatchObject({ matchCount: 0 });
  });

  it("does not search again for the next match, and stops when it is cancelled", async () => {
    const live = liveOf(encoding, "word ".repeat(1000));
    const service = serviceOf(live);
    const next = (query: string): Promise<SearchResult> =>
      service.search({ query, by: "text", from: 5, backwards: false }, AbortSignal.abort());
    await find(service, "word");
    expect((await next("word")).match?.from).toBe(5);
    await expect(next("other")).rejects.toThrow();
  });
});

describe("what is typed into a search field", () => {
  it.each([
    ["\\n", "\\n is read as a line break. Type \\\\n to find the characters \\n themselves."],
    ["\\x80", "\\x80 is read as the byte 80. Type \\\\x80 to find the characters \\x80 themselves."],
    ["a\\tb\\n", "\\t is read as a tab, \\n is read as a line break. Type \\\\t to find the characters \\t themselves."],
    ["\\u{1F408}", "\\u{1F408} is read as U+1F408. Type \\\\u{1F408} to find the characters \\u{1F408} themselves."],
    ["\\\\n", "\\\\ is read as a backslash."],
    ["plain", undefined],
    ["\\d", undefined],
    ["\\u{110000}", undefined],
  ])("%s is explained where it was read as more than text", (query, note) => {
    const found = readQuery(query, "text").note;
    expect(found && inEnglish(found)).toBe(note);
  });
});

describe("search in the vocabulary", () => {
  const search = async (query: string, limit = 5) => {
    const { ids, note } = await serviceOf(liveOf(encoding, "")).searchVocabulary(query, limit, signal);
    return { texts: ids.map((id) => encoding.decode([id])), ids, note };
  };

  it("gives the shortest tokens first, in upper and lower case", async () => {
    expect((await search("the")).texts.slice(0, 2)).toEqual(["The", "the"]);
  });

  it("gives the id that is typed first of all", async () => expect((await search("383")).ids[0]).toBe(383));

  it("finds line breaks and single bytes by their escapes", async () => {
    expect((await search("\\n", 1)).ids).toEqual([198]);
    const [byte] = (await search("\\x80", 1)).ids;
    expect([...encoding.vocabulary.tokenBytes(byte ?? 0)]).toEqual([0x80]);
  });
});
