import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowStream } from "../../../../src/core/datasets/encoders/windowStream.ts";
import { windowAt, windowCount } from "../../../../src/core/windows/slidingWindow.ts";

describe("windowStream", () => {
  it("gives the windows of all ids, however they are cut into pieces", () => {
    const cases = fc.record({
      chunks: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
      maxLength: fc.integer({ min: 1, max: 20 }),
      stride: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(cases, ({ chunks, ...options }) => {
        const ids = Int32Array.from({ length: chunks.reduce((a, b) => a + b, 0) }, (_, i) => i);
        const stream = windowStream(options);
        const pairs: number[][] = [];
        let from = 0;
        for (const size of chunks) {
          for (const pair of stream.push(ids.subarray(from, from + size))) pairs.push(Array.from(pair));
          from += size;
        }
        const expected = Array.from({ length: windowCount(ids.length, options) }, (_, i) => windowAt(ids, i, options));
        expect(pairs.map((pair) => pair.slice(0, -1))).toEqual(expected.map(({ inputIds }) => Array.from(inputIds)));
        expect(pairs.map((pair) => pair.slice(1))).toEqual(expected.map(({ targetIds }) => Array.from(targetIds)));
      }),
    );
  });

  it("refuses invalid options in a sentence", () => {
    expect(() => windowStream({ maxLength: 0, stride: 1 })).toThrow("max_length is 0");
  });
});
