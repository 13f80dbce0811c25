/** The law of incremental tokenizing: an updated text equals one tokenized from scratch, and shares with the old one what was not disturbed. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finish } from "../../../../src/core/steps.ts";
import type { TextEdit } from "../../../../src/core/text/edit.ts";
import type { Encoding, EncodingId } from "../../../../src/core/tokens/encoding.ts";
import type { SpecialTokenPolicy } from "../../../../src/core/tokens/specialTokens.ts";
import { tokenizeText, tokenizeTextSteps } from "../../../../src/core/tokens/document/tokenizedText.ts";
import type { TokenizedText } from "../../../../src/core/tokens/document/tokenizedText.ts";
import { loadEncoding } from "../../../support/encodings.ts";
import { runText, tokenText } from "../../../support/tokenTexts.ts";
import { applyEdits } from "../../../support/plain/applyEdits.ts";

const names: readonly EncodingId[] = ["gpt2", "p50k_edit", "cl100k_base", "o200k_base"];

/** Everything a document says, in a form to compare. */
const contents = (text: TokenizedText): unknown => ({
  length: text.length,
  byteLength: text.byteLength,
  text: text.slice(0, text.length),
  ids: text.ids().join(),
  ends: text.ends().join(),
  continues: text.chunks.map((chunk) => chunk.continues.join("")).join(""),
});

function expectLaw(encoding: Encoding, text: string, script: readonly (readonly TextEdit[])[], policy: SpecialTokenPolicy = "allow"): void {
  let document = tokenizeText(encoding, text, policy);
  let plain = text;
  for (const edits of script) {
    document = document.update(edits);
    plain = applyEdits(plain, edits);
    expect(contents(document)).toEqual(contents(tokenizeText(encoding, plain, policy)));
    expect(document.ids().join()).toBe(encoding.encode(plain, policy === "error" ? "text" : policy).join());
  }
}

/** Edits by shares of the text's length, so that they can be drawn before the text is known: cuts sorted in pairs never overlap. */
const cuts = fc.array(
  fc.tuple(fc.nat(9999), fc.oneof({ weight: 6, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(3000) }), tokenText(3)),
  { minLength: 1, maxLength: 4 },
);

function editsOf(text: string, drawn: readonly (readonly [share: number, length: number, insert: string])[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let done = 0;
  for (const [share, length, insert] of drawn.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(done, Math.floor((share / 10_000) * (text.length + 1)));
    const to = Math.min(text.length, from + length);
    if (from > text.length) continue;
    edits.push({ from, to, insert });
    done = to;
  }
  return edits.toReversed();
}

describe.each(names)("%s", (name) => {
  it("updates to what tokenizing from scratch gives, for random edits of random texts", async () => {
    const encoding = await loadEncoding(name);
    const text = fc.oneof(
      tokenText(60),
      fc.tuple(tokenText(20), runText(300), tokenText(20)).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(
        text,
        fc.array(cuts, { minLength: 1, maxLength: 4 }),
        fc.constantFrom<SpecialTokenPolicy>("allow", "allow", "text", "error"),
        (start, drawn, policy) => {
          const script: TextEdit[][] = [];
          let plain = start;
          for (const each of drawn) {
            const edits = editsOf(plain, each);
            script.push(edits);
            plain = applyEdits(plain, edits);
          }
          expectLaw(encoding, start, script, policy);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("updates across the chunks of long texts", async () => {
    const encoding = await loadEncoding(name);
    const part = fc.oneof(tokenText(2500), runText(30_000));
    fc.assert(
      fc.property(part, part, part, cuts, cuts, (a, b, c, first, second) => {
        const text = a + b + c;
        const edits = editsOf(text, first);
        expectLaw(encoding, text, [edits, editsOf(applyEdits(text, edits), second)]);
      }),
      { numRuns: 10 },
    );
  });

  it("updates inside one long piece, of letters of one kind or of several, to what tokenizing from scratch gives", async () => {
    const encoding = await loadEncoding(name);
    const letters = fc.constantFrom(
      "a",
      "ab",
      "abcdefghijklmnopqrstuvwxyz",
      "ABC",
      "aB",
      "中文字",
      "éa",
      "dž中",
      "\u{20000}中",
      "l'",
      "a\u0301",
    );
    const run = fc
      .tuple(letters, fc.integer({ min: 600, max: 3000 }), fc.integer())
      .map(([of, length, seed]) =>
        Array.from({ length }, (_, i) => [...of][(Math.imul(i + seed, 0x9e3779b1) >>> 16) % [...of].length]).join(""),
      );
    const insert = fc.oneof({ weight: 3, arbitrary: letters }, fc.constantFrom("", "", " ", "'ll", "'", "<|endoftext|>", "7", "\n"));
    const edit = fc.tuple(fc.nat(9999), fc.oneof(fc.constantFrom(0, 0, 1, 2), fc.nat(900)), insert);
    const edge = fc.constantFrom("", " ", "x ", "'ll b", "<|endof", "\n\n");
    fc.assert(
      fc.property(edge, run, edge, fc.array(edit, { minLength: 1, maxLength: 4 }), (before, middle, after, drawn) => {
        const script: TextEdit[][] = [];
        const text = before + middle + after;
        let plain = text;
        for (const each of drawn) {
          script.push(editsOf(plain, [each]));
          plain = applyEdits(plain, script.at(-1) ?? []);
        }
        expectLaw(encoding, text, script);
      }),
      { numRuns: 300 },
    );
  });

  it("updates inside a long piece beside half of a surrogate pair, which an edit has left alone", async () => {
    const encoding = await loadEncoding(name);
    const text = "\u{20000}中".repeat(400);
    const half = { from: 600, to: 604, insert: "abcdefghijklmnopqrstuvwxyz" }; // up to the inside of a pair
    for (let from = 600; from < 630; from++)
      for (const insert of ["a", "bc", "中"])
        expectLaw(encoding, text, [[half], [{ from, to: from, insert }], [{ from, to: from + 1, insert: "" }]]);
  });

  it("updates at both ends of a long piece and within its last letters", async () => {
    const encoding = await loadEncoding(name);
    const text = `say ${"abcde".repeat(400)}'ll see`;
    const script = [0, 1, 2, 3, 4, 5, 6, 7, 8, 2003, 2004, 2005, 2006, 2007, 2008, 2009].flatMap((from) => [
      [{ from, to: from, insert: "l" }],
      [{ from, to: from + 1, insert: "" }],
    ]);
    expectLaw(encoding, text, script);
  });

  it.each<{ what: string; text: string; edits: TextEdit[] }>([
    { what: "makes a special token whole", text: "a <|endof|> b", edits: [{ from: 9, to: 9, insert: "text" }] },
    { what: "breaks a special token", text: "  <|endoftext|>  ", edits: [{ from: 8, to: 8, insert: " " }] },
    { what: "types into the space before a special token", text: "a   <|endoftext|>", edits: [{ from: 4, to: 4, insert: " " }] },
    { what: "removes a special token after spaces", text: "a   <|endoftext|>b", edits: [{ from: 4, to: 17, insert: "" }] },
    { what: "joins two halves of a surrogate pair", text: "a\ud83d", edits: [{ from: 2, to: 2, insert: "\ude00" }] },
    { what: "breaks a surrogate pair", text: "a😀b", edits: [{ from: 2, to: 2, insert: "x" }] },
    { what: "joins halves by deleting what is between", text: "\ud83dxx\ude00 b", edits: [{ from: 1, to: 3, insert: "" }] },
    { what: "ends a run of spaces", text: `a${" ".repeat(50)}`, edits: [{ from: 51, to: 51, insert: "b" }] },
    { what: "puts a line break into a run of spaces", text: `a${" ".repeat(50)}b`, edits: [{ from: 40, to: 40, insert: "\n" }] },
    { what: "types a digit into a run of digits", text: `a${"1234567890".repeat(20)}b`, edits: [{ from: 3, to: 3, insert: "0" }] },
    { what: "makes an upper-case run after CJK lower", text: "中文ABCDEFGHIJKLMNOP ", edits: [{ from: 18, to: 18, insert: "x" }] },
    {
      what: "takes the lower letter from an upper-case run after CJK",
      text: "中文ABCDEFGHIJKLMNOPx",
      edits: [{ from: 18, to: 19, insert: "" }],
    },
    { what: "completes a contraction", text: "they'l x", edits: [{ from: 6, to: 6, insert: "l" }] },
    { what: "puts a slash after punctuation and a line break", text: "a!\n b", edits: [{ from: 3, to: 4, insert: "/" }] },
    { what: "empties the text", text: "abc", edits: [{ from: 0, to: 3, insert: "" }] },
    { what: "fills an empty text", text: "", edits: [{ from: 0, to: 0, insert: "abc <|endoftext|>" }] },
    {
      what: "types at many cursors",
      text: "one two\n".repeat(50),
      edits: Array.from({ length: 50 }, (_, line) => ({ from: line * 8 + 3, to: line * 8 + 4, insert: "x" })),
    },
  ])("$what", async ({ text, edits }) => {
    expectLaw(await loadEncoding(name), text, [edits]);
  });
});

describe("a tokenized text", () => {
  it("shares all chunks but those an edit touched", async () => {
    const encoding = await loadEncoding("cl100k_base");
    const before = tokenizeText(encoding, "The quick brown fox jumps. ".repeat(5000), "allow");
    const after = before.update([{ from: 60_000, to: 60_000, insert: "x" }]);
    const shared = new Set(before.chunks);
    expect(before.chunks.length).toBeGreaterThan(10);
    expect(after.chunks.filter((chunk) => !shared.has(chunk)).length).toBe(1);
  });

  it.each(["gpt2", "cl100k_base", "o200k_base"] as const)(
    "shares all chunks but those an edit touched, also of one huge piece: %s",
    async (name) => {
      const encoding = await loadEncoding(name);
      const letters = Array.from({ length: 200_000 }, (_, i) => String.fromCharCode(97 + ((Math.imul(i, 0x9e3779b1) >>> 16) % 26))).join(
        "",
      );
      const before = tokenizeText(encoding, letters, "allow");
      const shared = new Set(before.chunks);
      for (const [from, to] of [
        [100_000, 100_000],
        [150_000, 150_001],
        [200_000, 200_000],
      ] as const) {
        const after = before.update([{ from, to, insert: "x" }]);
        expect(after.chunks.filter((chunk) => !shared.has(chunk)).length).toBeLessThanOrEqual(2);
      }
    },
  );

  it("returns to the same tokens when an edit is undone", async () => {
    const encoding = await loadEncoding("o200k_base");
    const text = "let naïve = 1984;\n".repeat(2000);
    const before = tokenizeText(encoding, text, "allow");
    const after = before
      .update([{ from: 1000, to: 9000, insert: "😀" }])
      .update([{ from: 1000, to: 1002, insert: text.slice(1000, 9000) }]);
    expect(contents(after)).toEqual(contents(before));
  });

  it("takes in a paste of a megabyte", async () => {
    const encoding = await loadEncoding("gpt2");
    expectLaw(encoding, "before after", [[{ from: 7, to: 7, insert: "Some pasted words, 123. ".repeat(45_000) }]]);
  });

  it("is made in many steps, with other work in between", async () => {
    const encoding = await loadEncoding("cl100k_base");
    const text = `${"word ".repeat(20_000)}${"a".repeat(100_000)} <|endoftext|>`;
    const steps = tokenizeTextSteps(encoding, text, "allow");
    let step = steps.next();
    let count = 0;
    for (; step.done !== true; step = steps.next(), count++) encoding.encode("something else");
    expect(count).toBeGreaterThan(10);
    expect(step.value.ids().join()).toBe(encoding.encode(text).join());
  });

  it("has the same tokens from parts as from the whole, wherever the parts end", async () => {
    for (const name of names) {
      const encoding = await loadEncoding(name);
      const filler = fc.constantFrom("", "x".repeat(5000), "and so on. ".repeat(500), "😀".repeat(3000), " <|endof".repeat(600));
      const texts = fc.array(fc.oneof(tokenText(40), runText(100), filler, fc.constant("<|endoftext|>")), { minLength: 1, maxLength: 8 });
      fc.assert(
        fc.property(
          texts,
          fc.array(fc.nat(9999), { maxLength: 6 }),
          fc.constantFrom<SpecialTokenPolicy>("allow", "text"),
          (some, shares, policy) => {
            const text = some.join("");
            const ends = [0, ...shares.map((share) => Math.floor((share / 10_000) * text.length)).toSorted((a, b) => a - b), text.length];
            const parts = ends.slice(1).map((end, i) => text.slice(ends[i], end));
            expect(contents(finish(tokenizeTextSteps(encoding, parts, policy)))).toEqual(contents(tokenizeText(encoding, text, policy)));
          },
        ),
        { numRuns: 60 },
      );
    }
  });

  it("refuses edits outside the text", async () => {
    const document = tokenizeText(await loadEncoding("gpt2"), "abc", "allow");
    expect(() => document.update([{ from: 0, to: 9, insert: "" }])).toThrow("The edit [0, 9) does not lie in the text");
  });
});
