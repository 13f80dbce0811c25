import { beforeAll, describe, expect, it } from "vitest";
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import { longestSpaceRun } from "../../src/lens/spaceRuns.ts";
import { loadEncoding } from "../support/encodings.ts";
import { liveOf } from "./support.ts";

let encoding: Encoding;
beforeAll(async () => void (encoding = await loadEncoding("gpt2")));

describe("the longest run of white space", () => {
  it.each([
    { about: "none", text: "abc", run: 0 },
    { about: "all of a text", text: " ".repeat(100_000), run: 100_000 },
    { about: "over many chunks, between words", text: `a${" \n\t\u00a0".repeat(25_000)}b`, run: 100_000 },
    { about: "the longest of several", text: `${"word ".repeat(9000)}${" ".repeat(50_000)}x${" ".repeat(70_000)}y`, run: 70_000 },
  ])("is $about", ({ text, run }) => expect(longestSpaceRun(liveOf(encoding, text).text.chunks)).toBe(run));
});
