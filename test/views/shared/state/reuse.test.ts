import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reuse } from "../../../../src/views/shared/state/reuse.ts";

describe("structural sharing", () => {
  it("gives a value equal to the new one, whatever came before", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, next) => {
        expect(reuse(before, structuredClone(next))).toEqual(next);
      }),
    );
  });

  it("gives the old object itself when nothing changed", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(reuse(value, structuredClone(value))).toBe(value);
      }),
    );
  });

  it("keeps every part that did not change", () => {
    const before = { lens: { windows: { stride: 4 }, embedding: { seed: 1 } }, text: { names: ["a", "b"] } };
    const next = structuredClone(before);
    next.lens.embedding.seed = 2;
    const shared = reuse(before, next);
    expect(shared.lens).not.toBe(before.lens);
    expect([shared.lens.windows, shared.text]).toEqual([before.lens.windows, before.text]);
    expect([shared.lens.windows === before.lens.windows, shared.text === before.text]).toEqual([true, true]);
  });

  it("notices what was taken away", () => {
    expect(reuse({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(reuse([1, 2], [1])).toEqual([1]);
  });

  it("is not misled by names that every object has", () => {
    expect(Object.keys(reuse({}, { constructor: 1, toString: 2 }))).toEqual(["constructor", "toString"]);
  });
});
