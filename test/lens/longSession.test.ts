/** Typing at ten edits a second, as fast as it goes; a million lines; one line of 20 MB: the tokens stay right and the memory flat.
 *  An hour of it in the editor, with every surface on: `npm run load`. */
import { describe, expect, it } from "vitest";
import { finish } from "../../src/core/steps.ts";
import { type LiveSource, liveSourceSteps } from "../../src/lens/sources/liveSource.ts";
import { loadEncoding } from "../support/encodings.ts";
import { keys, proseOf, seededBelow } from "../support/largeTexts.ts";
import { memoryInUse } from "../support/collector.ts";

/** Six minutes of typing. */
const edits = 3600;

describe("a long session", () => {
  it("of 3,600 edits keeps the tokens of the text, and no memory", async () => {
    const encoding = await loadEncoding("gpt2");
    const below = seededBelow(13);
    let plain = proseOf(60_000);
    let source: LiveSource = finish(liveSourceSteps(encoding, plain, "allow"));
    const used: number[] = [];
    for (let edit = 1; edit <= edits; edit++) {
      const from = below(plain.length + 1);
      // Half of the edits take away what the others put in.
      const to = edit % 2 === 0 ? Math.min(plain.length, from + 2) : from;
      const insert = edit % 2 === 0 ? "" : (keys[below(keys.length)] ?? "");
      source = source.update([{ from, to, insert }], edit);
      plain = plain.slice(0, from) + insert + plain.slice(to);
      if (edit % (edits / 4) === 0) {
        const fresh = finish(liveSourceSteps(encoding, plain, "allow"));
        expect(source.ids(0, source.tokenCount)).toEqual(fresh.ids(0, fresh.tokenCount));
        expect(source.counts.distinctCount).toBe(fresh.counts.distinctCount);
        plain = [...plain].join(""); // flat: the test's own string holds on to nothing
        used.push(await memoryInUse());
      }
    }
    const [early = 0, , , late = 0] = used;
    expect(late - early).toBeLessThan(4);
  });

  it.each([
    { what: "a million lines", parts: Array.from({ length: 100 }, () => "a line\n".repeat(10_000)), tokens: 3_000_000 },
    { what: "one line of 20 MB", parts: ["the model reads tokens ".repeat(870_000)], tokens: 3_480_001 },
    { what: "45 MB", parts: Array.from({ length: 90 }, () => "the model reads a line\n".repeat(21_740)), tokens: 11_739_600 },
  ])("of $what has its tokens, and gives its memory back", async ({ parts, tokens }) => {
    const encoding = await loadEncoding("gpt2");
    for (const part of parts) part.charCodeAt(0); // which makes each one string of its own: the test's memory, not ours
    const before = await memoryInUse();
    let source: LiveSource | undefined = finish(liveSourceSteps(encoding, parts, "allow"));
    expect(source.tokenCount).toBe(tokens);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    source = source.update([{ from: length >> 1, to: length >> 1, insert: " x" }], 1);
    expect(source.text.length).toBe(length + 2);
    source = undefined;
    expect((await memoryInUse()) - before).toBeLessThan(8);
  });
});
