import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonReadsSteps } from "../../../../src/core/datasets/scripts/pythonReads.ts";
import { finish } from "../../../../src/core/steps.ts";
import { findPython, runPython, skipReason } from "../../../support/python.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const reads = (bytes: Uint8Array, text: string, endOfLine: "lf" | "document" = "lf"): boolean =>
  finish(pythonReadsSteps(bytes, text, endOfLine));

describe("a file that a script opens", () => {
  it.each([
    { about: "plain UTF-8", bytes: utf8("naïve 🐈\n"), text: "naïve 🐈\n" },
    { about: "UTF-8 with a byte order mark", bytes: utf8("\ufeffa\n"), text: "a\n" },
    { about: "line breaks of Windows, read as \\n", bytes: utf8("a\r\nb\rc\n"), text: "a\nb\nc\n" },
    { about: "line breaks of Windows, read as they are", bytes: utf8("a\r\nb\r\n"), text: "a\r\nb\r\n", endOfLine: "document" as const },
    { about: "nothing", bytes: utf8(""), text: "" },
  ])("is the text on the screen: $about", ({ bytes, text, endOfLine }) => expect(reads(bytes, text, endOfLine)).toBe(true));

  it.each([
    { about: "bytes that are no UTF-8, shown as U+FFFD", bytes: Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x0a), text: "caf\ufffd\n" },
    { about: "UTF-16 without a byte order mark", bytes: Uint8Array.of(0x48, 0, 0x69, 0, 0x0a, 0), text: "Hi\n" },
    { about: "EUC-KR", bytes: Uint8Array.of(0x8c, 0x63, 0x0a), text: "똠\n" },
    {
      about: "mixed line breaks, which VS Code makes one kind",
      bytes: utf8("a\r\nb\nc\n"),
      text: "a\nb\nc\n",
      endOfLine: "document" as const,
    },
    { about: "a character cut off at the end", bytes: utf8("é").subarray(0, 1), text: "é" },
    { about: "more than is on the screen", bytes: utf8("ab"), text: "a" },
    { about: "less than is on the screen", bytes: utf8("a"), text: "ab" },
  ])("is not: $about", ({ bytes, text, endOfLine }) => expect(reads(bytes, text, endOfLine)).toBe(false));

  it("may have its line breaks and characters at the borders of what is read at once", () => {
    for (const shift of [0, 1, 2, 3]) {
      const source = `${"x".repeat(2 ** 18 - 2 + shift)}\r\n🐈\r\n`.repeat(3);
      expect(reads(utf8(source), source.replaceAll("\r\n", "\n"))).toBe(true);
      expect(reads(utf8(source), source, "document")).toBe(true);
    }
  });
});

const python = findPython([]);
describe.skipIf(python === undefined)(`Python itself${skipReason(python, [])}`, () => {
  it("reads from such bytes what we say", () => {
    const bytes = fc.array(fc.constantFrom(0x0a, 0x0d, 0x41, 0xc3, 0xa9, 0xe9, 0xef, 0xbb, 0xbf, 0xf0, 0x9f, 0x90, 0x88, 0x00), {
      maxLength: 12,
    });
    // Python reads nothing from the first bytes of a byte order mark alone; we call them no UTF-8, as VS Code does.
    const isCutMark = (file: readonly number[]): boolean => ["239", "239,187"].includes(file.join(","));
    const files = fc.sample(bytes, { numRuns: 300, seed: 1 }).filter((file) => !isCutMark(file));
    const script = `
import io, json, sys
for line in json.loads(sys.argv[1]):
    out = []
    for newline in (None, ""):
        try: out.append(io.TextIOWrapper(io.BytesIO(bytes(line)), encoding="utf-8-sig", newline=newline).read())
        except UnicodeDecodeError: out.append(None)
    print(json.dumps(out))`;
    const answers = runPython(python!, script, { args: [JSON.stringify(files)] })
      .trim()
      .split("\n"); // skipped where there is none
    for (const [i, answer] of answers.entries()) {
      const file = Uint8Array.from(files[i] ?? []);
      for (const [at, text] of (JSON.parse(answer) as (string | null)[]).entries()) {
        const endOfLine = at === 0 ? "lf" : "document";
        if (text === null) expect(reads(file, new TextDecoder().decode(file), endOfLine)).toBe(false);
        else {
          expect(reads(file, text, endOfLine)).toBe(true);
          expect(reads(file, `${text}x`, endOfLine)).toBe(false);
        }
      }
    }
  });
});
