import { describe, expect, it } from "vitest";
import { Mt19937 } from "../../../src/core/random/mt19937.ts";

describe("Mt19937", () => {
  it("gives the 10,000th word that the C++ standard demands of mt19937 with its default seed", () => {
    const generator = new Mt19937(5489); // [rand.predef]: 4123659995
    for (let i = 1; i < 10_000; i += 1) generator.next32();
    expect(generator.next32()).toBe(4123659995);
  });

  it("counts only the low 32 bits of a seed, as PyTorch does", () => {
    expect(new Mt19937(2 ** 32 + 7).next32()).toBe(new Mt19937(7).next32());
    expect(new Mt19937(-1).next32()).toBe(new Mt19937(0xffffffff).next32());
    expect(new Mt19937(Number.MAX_SAFE_INTEGER).next32()).toBe(new Mt19937(0xffffffff).next32());
  });

  it.each([Number.NaN, 0.5, Infinity, 2 ** 53])("refuses the seed %s with a sentence", (seed) => {
    expect(() => new Mt19937(seed)).toThrow(/^The seed is .* must be a whole number/u);
  });

  it("makes floats of 24 and doubles of 53 bits, all in [0, 1)", () => {
    const generator = new Mt19937(1);
    for (let i = 0; i < 2_000; i += 1) {
      const float = generator.nextFloat24();
      const double = generator.nextDouble53();
      expect(Number.isInteger(float * 2 ** 24) && float >= 0 && float < 1).toBe(true);
      expect(Number.isInteger(double * 2 ** 53) && double >= 0 && double < 1).toBe(true);
    }
  });

  it("fills an array with the same floats it would give one by one", () => {
    const values = new Float32Array(1_500);
    new Mt19937(3).fillFloat24(values, 2, 1_400);
    const generator = new Mt19937(3);
    expect([...values.subarray(2, 1_400)]).toEqual(Array.from({ length: 1_398 }, () => generator.nextFloat24()));
    expect([values[0], values[1], values[1_400]]).toEqual([0, 0, 0]);
  });

  it("forgets the kept normal value when it is seeded again", () => {
    const generator = new Mt19937(3);
    generator.keptNormal = 1;
    generator.manualSeed(3);
    expect(generator.keptNormal).toBeUndefined();
  });
});
