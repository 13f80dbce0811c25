import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonBoolean, pythonInteger, pythonString } from "../../../../src/core/datasets/scripts/pythonLiteral.ts";
import { findPython, runPython, skipReason } from "../../../support/python.ts";

describe("pythonString", () => {
  it.each([
    { text: "C:\\notes\\a.md", literal: String.raw`"C:\\notes\\a.md"` },
    { text: '"); import os #', literal: String.raw`"\"); import os #"` },
    { text: "a\nb\r\tc\0", literal: String.raw`"a\nb\r\tc\u0000"` },
    { text: "naïve 漢字 🙂", literal: '"naïve 漢字 🙂"' },
    { text: "\u2028\u202e\u00a0\ufeff\u{e0001}", literal: String.raw`"\u2028\u202e\u00a0\ufeff\U000e0001"` },
    { text: "\ud83d.", literal: String.raw`"\ufffd."` },
  ])("writes $literal", ({ text, literal }) => {
    expect(pythonString(text)).toBe(literal);
  });

  const python = findPython([]);
  it.skipIf(python === undefined)(`is read back as the same text by Python${skipReason(python, [])}`, () => {
    const texts = fc.sample(fc.string({ unit: "binary", maxLength: 40 }), 300);
    const script = `import json\nprint(json.dumps([${texts.map(pythonString).join(", ")}]))`;
    expect(JSON.parse(runPython(python!, script))).toEqual(texts); // skipped when there is none
  });
});

describe("pythonInteger and pythonBoolean", () => {
  it("write what Python reads, and refuse what is no safe integer", () => {
    expect([pythonInteger(-3), pythonInteger(2 ** 40), pythonBoolean(true), pythonBoolean(false)]).toEqual([
      "-3",
      "1099511627776",
      "True",
      "False",
    ]);
    expect(() => pythonInteger(1.5)).toThrow("1.5 is not a whole number that a script can hold.");
  });
});
