/** The form of a tokenizer that is kept in storage. What was not written whole, or was changed since, must not be believed: its numbers size memory. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finish } from "../../../../src/core/steps.ts";
import { compileTokenizerSteps, readCompiled, writeCompiled } from "../../../../src/core/tokens/files/compiledTokenizer.ts";
import { readTokenizerJson } from "../../../../src/core/tokens/files/json/readTokenizerJson.ts";
import { TokenizerFileError } from "../../../../src/core/tokens/files/tokenizerFile.ts";
import { fixtureBytes } from "../../../support/tokenizerFiles.ts";

const compiled = finish(compileTokenizerSteps(readTokenizerJson(await fixtureBytes("llama3-form.json"))));
const stored = writeCompiled(compiled);

describe("the stored form of a tokenizer", () => {
  it("is read as it was written, wherever it lies in memory", () => {
    const moved = new Uint8Array(stored.length + 1);
    moved.set(stored, 1);
    expect(readCompiled(stored)).toEqual(compiled);
    expect(readCompiled(moved.subarray(1))).toEqual(compiled);
  });

  it("is refused when any bit of it is another (found by fuzzing: an id took 16 GB)", () => {
    const expectRefused = (bit: number): void => {
      const changed = stored.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => readCompiled(changed), `bit ${bit}`).toThrow(TokenizerFileError);
    };
    for (let bit = 0; bit < 16 * 8; bit++) expectRefused(bit); // what is before the header, of which some is in no sum
    fc.assert(fc.property(fc.nat(stored.length * 8 - 1), expectRefused), { numRuns: 400 });
  });

  it.each([0, 3, 15, 16, 100, stored.length - 12, stored.length - 1])("is refused when only its first %i bytes are there", (length) => {
    expect(() => readCompiled(stored.slice(0, length))).toThrow(/^The stored form of a tokenizer is damaged: /u);
  });
});
