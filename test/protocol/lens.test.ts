import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { applyPatch, defaultLens, mergePatches } from "../../src/lens/lens.ts";
import { lensPatchSchema, limits } from "../../src/protocol/lens.ts";

const fits = (patch: unknown): boolean => v.safeParse(lensPatchSchema, patch).success;

describe("lens", () => {
  it("starts as the notebook does", () => {
    expect(fits(defaultLens)).toBe(true);
    expect(defaultLens).toMatchObject({
      encoding: "gpt2",
      windows: { maxLength: 4, stride: 4, batchSize: 8 },
      embedding: { embeddingDim: 256, seed: 123 },
    });
  });

  it.each([
    [{}],
    [{ encoding: "o200k_base" }],
    [{ windows: { stride: 1 } }],
    [{ windows: {}, embedding: { vocabSize: null } }],
    [{ embedding: { seed: -1 } }],
    [{ scope: null, selectedToken: null }],
    [{ windows: { maxLength: limits.maxLength } }],
  ])("takes the change %j", (patch) => expect(fits(patch)).toBe(true));

  it.each([
    [null],
    ["gpt2"],
    [{ encoding: "gpt5" }],
    [{ encoding: undefined }],
    [{ windows: { stride: 0 } }],
    [{ windows: { stride: 1.5 } }],
    [{ windows: { stride: Number.NaN } }],
    [{ windows: { stride: "4" } }],
    [{ windows: { maxLength: undefined } }],
    [{ windows: { maxLength: limits.maxLength + 1 } }],
    [{ embedding: { seed: 2 ** 60 } }],
    [{ selectedToken: -1 }],
    [{ scope: { from: 1 } }],
  ])("refuses the change %j", (patch) => expect(fits(patch)).toBe(false));

  it("keeps what a patch does not name, down to the same objects", () => {
    const lens = applyPatch(defaultLens, { windows: { stride: 1 } });
    expect(lens.windows).toEqual({ ...defaultLens.windows, stride: 1 });
    expect(lens.embedding).toBe(defaultLens.embedding);
    expect(defaultLens.windows.stride).toBe(4);
  });

  it("drops what it does not know from a patch, so that nothing foreign is remembered", () => {
    const foreign: unknown = JSON.parse('{ "encoding": "gpt2", "run": "rm", "__proto__": { "tab": "windows" } }');
    expect(v.parse(lensPatchSchema, foreign)).toEqual({ encoding: "gpt2" });
  });

  it("merging two patches is applying one after the other", () => {
    const first = { encoding: "cl100k_base", windows: { stride: 2, maxLength: 8 } } as const;
    const second = { windows: { stride: 3 }, embedding: { seed: 7 }, tab: "windows" } as const;
    expect(applyPatch(defaultLens, mergePatches(first, second))).toEqual(applyPatch(applyPatch(defaultLens, first), second));
    expect(mergePatches({}, {})).toEqual({});
  });
});
