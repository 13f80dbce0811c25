import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestWindow, windowAt, windowCount, windowOptionsProblem, windowsWithToken } from "../../../src/core/windows/slidingWindow.ts";
import notebook from "../../fixtures/notebook.json" with { type: "json" };

/** The notebook's own loop, as the law to hold. */
function notebookWindows(ids: readonly number[], maxLength: number, stride: number): { inputs: number[][]; targets: number[][] } {
  const inputs: number[][] = [];
  const targets: number[][] = [];
  for (let i = 0; i < ids.length - maxLength; i += stride) {
    inputs.push(ids.slice(i, i + maxLength));
    targets.push(ids.slice(i + 1, i + maxLength + 1));
  }
  return { inputs, targets };
}

const cases = fc.record({
  tokenCount: fc.integer({ min: 0, max: 120 }),
  maxLength: fc.integer({ min: 1, max: 20 }),
  stride: fc.integer({ min: 1, max: 25 }),
});
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe("windowCount", () => {
  it.each([
    { tokenCount: 5, maxLength: 4, stride: 1, windows: 1 },
    { tokenCount: 5145, maxLength: 4, stride: 4, windows: 1286 },
    { tokenCount: 5145, maxLength: 4, stride: 5, windows: 1029 },
    { tokenCount: 5145, maxLength: 256, stride: 128, windows: 39 },
    { tokenCount: 5_000_000, maxLength: 256, stride: 1, windows: 4_999_744 },
    { tokenCount: 4, maxLength: 4, stride: 1, windows: 0 },
    { tokenCount: 0, maxLength: 1, stride: 1, windows: 0 },
  ])("$tokenCount tokens, maxLength $maxLength, stride $stride → $windows windows", ({ tokenCount, windows, ...options }) => {
    expect(windowCount(tokenCount, options)).toBe(windows);
  });

  it("refuses options that are no whole numbers of at least 1, in a sentence", () => {
    expect(() => windowCount(10, { maxLength: 0, stride: 1 })).toThrow(/max_length is 0; it must be a whole number of at least 1/);
    expect(() => windowCount(10, { maxLength: 4, stride: 1.5 })).toThrow(/stride is 1.5; it must be/);
    expect(() => windowCount(-1, { maxLength: 4, stride: 1 })).toThrow(/tokenCount is -1/);
    expect(windowOptionsProblem({ maxLength: 4, stride: Number.NaN })).toMatchObject({
      template: expect.stringMatching(/^stride is /),
      values: ["NaN"],
    });
    expect(windowOptionsProblem({ maxLength: 4, stride: 1 })).toBeUndefined();
  });
});

describe("windowAt", () => {
  it("gives the notebook's pairs", () => {
    const ids = Int32Array.from(notebook.firstTokenIds);
    for (const { options, inputs, targets } of [notebook.stride1, notebook.stride4]) {
      expect(inputs.map((_, i) => [...windowAt(ids, i, options).inputIds])).toEqual(inputs);
      expect(targets.map((_, i) => [...windowAt(ids, i, options).targetIds])).toEqual(targets);
    }
  });

  it("equals the notebook's loop for any tokens and options", () => {
    fc.assert(
      fc.property(cases, ({ tokenCount, ...options }) => {
        const ids = range(100, 100 + tokenCount);
        const windows = range(0, windowCount(tokenCount, options)).map((i) => windowAt(Int32Array.from(ids), i, options));
        const expected = notebookWindows(ids, options.maxLength, options.stride);
        expect(windows.map((window) => Array.from(window.inputIds))).toEqual(expected.inputs);
        expect(windows.map((window) => Array.from(window.targetIds))).toEqual(expected.targets);
      }),
    );
  });

  it("shares the memory of the ids", () => {
    const ids = Int32Array.from([1, 2, 3, 4, 5, 6]);
    expect(windowAt(ids, 1, { maxLength: 2, stride: 2 }).targetIds.buffer).toBe(ids.buffer);
    expect(windowAt(ids, 1, { maxLength: 2, stride: 2 }).tokenFrom).toBe(2);
  });

  it("names the index and the count when there is no such window", () => {
    expect(() => windowAt(new Int32Array(6), 2, { maxLength: 2, stride: 2 })).toThrow("There is no window 2: 6 tokens give 2 windows.");
  });
});

describe("windowsWithToken", () => {
  it("finds exactly the windows whose span holds the token", () => {
    fc.assert(
      fc.property(cases, ({ tokenCount, ...options }) => {
        const all = range(0, windowCount(tokenCount, options));
        for (const token of range(0, tokenCount)) {
          const { input, target } = windowsWithToken(token, tokenCount, options);
          const holds = (w: number, shift: number): boolean =>
            w * options.stride + shift <= token && token < w * options.stride + shift + options.maxLength;
          expect(range(input.windowFrom, input.windowTo)).toEqual(all.filter((w) => holds(w, 0)));
          expect(range(target.windowFrom, target.windowTo)).toEqual(all.filter((w) => holds(w, 1)));
        }
      }),
    );
  });
});

describe("nearestWindow", () => {
  it("is the first window that holds the token, or the one whose span is nearest", () => {
    fc.assert(
      fc.property(cases, ({ tokenCount, ...options }) => {
        const all = range(0, windowCount(tokenCount, options));
        for (const token of range(0, tokenCount)) {
          const distance = (w: number): number =>
            Math.max(0, w * options.stride - token, token - (w * options.stride + options.maxLength - 1));
          const nearest = Math.min(...all.map(distance));
          expect(nearestWindow(token, tokenCount, options)).toBe(all.find((w) => distance(w) === nearest));
        }
      }),
    );
  });
});
