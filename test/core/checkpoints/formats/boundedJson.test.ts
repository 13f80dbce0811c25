import { say } from "../../../../src/core/sentence.ts";
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { type JsonValue, readBoundedJson } from "../../../../src/core/checkpoints/formats/boundedJson.ts";
import { runReadingInMemory } from "../../../support/plain/readInMemory.ts";
import { CheckpointError } from "../../../../src/core/checkpoints/checkpointError.ts";

const parse = (text: string): JsonValue =>
  runReadingInMemory(readBoundedJson(new TextEncoder().encode(text), say`The text`), new Uint8Array(0));

/** Maps back to plain objects, to compare with JSON.parse. */
function toPlain(value: JsonValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, item]) => [name, toPlain(item)]));
  return Array.isArray(value) ? value.map(toPlain) : value;
}

describe("readBoundedJson", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 10 }), (text) => {
        expect(toPlain(parse(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    "",
    "{",
    "}",
    "[1,]",
    "[1 2]",
    '{"a"}',
    '{"a":}',
    "{a:1}",
    "'a'",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "--1",
    "tru",
    "nul",
    "NaN",
    "Infinity",
    '"',
    '"\\',
    '"\\x"',
    '"\\u12"',
    '"a\nb"',
    "[1]]",
    "1 1",
    "\u00A01",
    "1".repeat(41),
  ])("refuses %j as malformed, as JSON.parse does or because it is too long", (text) => {
    expect(() => parse(text)).toThrow(CheckpointError);
  });

  it("refuses a name that comes twice, which JSON.parse lets pass", () => {
    expect(() => parse('{"a":1,"b":2,"a":3}')).toThrow('The text has the name "a" twice');
  });

  it("reads 16 levels and refuses 17", () => {
    expect(parse("[".repeat(17) + "]".repeat(17))).toBeInstanceOf(Array);
    expect(() => parse("[".repeat(18) + "]".repeat(18))).toThrow(/nested more than 16 deep/u);
    expect(() => parse("[".repeat(1_000_000))).toThrow(/nested more than 16 deep/u);
  });

  it("refuses more values than any model needs before they fill the memory", () => {
    expect(() => parse(`[${"0,".repeat(1_000_001)}0]`)).toThrow(/more than 1000000 values/u);
  });

  it("treats names that objects inherit as names like any other", () => {
    const value = parse('{"__proto__":{"polluted":true},"constructor":1}');
    expect(value instanceof Map && [...value.keys()]).toEqual(["__proto__", "constructor"]);
    expect("polluted" in {}).toBe(false);
  });

  it("refuses or reads any text, and never fails in another way", () => {
    const scrap = fc.constantFrom("{", "}", "[", "]", '"', "\\", ",", ":", "1", "-", "e", " ", "true", "null", "u00");
    fc.assert(
      fc.property(fc.array(fc.oneof(scrap, fc.string()), { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(() => parse(text)).toThrow(CheckpointError);
          return;
        }
        const beyond = /twice|nested more than|malformed value/u; // what JSON.parse lets pass and we refuse
        try {
          expect(toPlain(parse(text))).toEqual(expected);
        } catch (error) {
          if (!(error instanceof CheckpointError && beyond.test(error.message))) throw error;
        }
      }),
    );
  });

  it("lets others go first in objects of many entries, at the top and one below, as headers and indexes have", () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`t${i}`, [i]])));
    for (const text of [many, `{"weight_map":${many}}`]) {
      const reading = readBoundedJson(new TextEncoder().encode(text), say`The text`);
      let pauses = 0;
      for (let step = reading.next(); step.done !== true; step = reading.next(new Uint8Array(0))) pauses += Number(step.value.byteTo === 0);
      expect(pauses).toBe(4);
    }
  });
});
