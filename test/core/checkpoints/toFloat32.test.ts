import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { convertToFloat32, isReadableDtype } from "../../../src/core/checkpoints/toFloat32.ts";
import { dtypeBits, isDtype } from "../../../src/core/checkpoints/tensor.ts";
import golden from "../../fixtures/numpyFiles.json" with { type: "json" };

/** The values of little-endian 16-bit patterns. */
function fromPatterns(dtype: "F16" | "BF16", patterns: readonly number[]): Float32Array {
  const values = new Float32Array(patterns.length);
  const bytes = Uint8Array.from(patterns.flatMap((pattern) => [pattern & 0xff, pattern >> 8]));
  convertToFloat32(dtype, bytes, values, 0);
  return values;
}

describe("convertToFloat32", () => {
  it("gives each of the 65,536 half-precision patterns NumPy's value", () => {
    const values = fromPatterns(
      "F16",
      Array.from({ length: 65_536 }, (_, pattern) => pattern),
    );
    expect(values.filter(Number.isNaN)).toHaveLength(2 * 1_023);
    const digest = createHash("sha256")
      .update(values.map((value) => (Number.isNaN(value) ? 0 : value)))
      .digest("hex");
    expect(digest).toBe(golden.halfValuesSha256);
  });

  it.each([
    { pattern: 0x3f80, value: 1 },
    { pattern: 0xc049, value: -3.140625 },
    { pattern: 0x0000, value: 0 },
    { pattern: 0x8000, value: -0 },
    { pattern: 0x0001, value: 2 ** -133 },
    { pattern: 0x7f7f, value: 3.3895313892515355e38 },
    { pattern: 0x7f80, value: Infinity },
    { pattern: 0xff80, value: -Infinity },
    { pattern: 0x7fc0, value: Number.NaN },
  ])("gives the bfloat16 pattern $pattern the value $value", ({ pattern, value }) => {
    expect(fromPatterns("BF16", [pattern])[0]).toBe(value);
  });

  it("keeps single-precision bits as they are, NaN and infinities too, at any address", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 40, maxLength: 40 }), fc.nat(3), (file, from) => {
        const bytes = file.subarray(from, from + 36);
        const values = new Float32Array(12);
        convertToFloat32("F32", bytes, values, 2);
        expect([...new Uint8Array(values.buffer, 8, 36)]).toEqual([...bytes]);
        expect([values[0], values[1], values[11]]).toEqual([0, 0, 0]);
      }),
    );
  });

  it("gives the same values converted in pieces as at once", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.constantFrom("F32", "F16", "BF16", "F64", "I64", "U8"),
        fc.nat(8),
        (file, dtype, piece) => {
          const size = dtypeBits[dtype] / 8;
          const cut = Math.min(piece, 64 / size) * size;
          const whole = new Float32Array(64 / size);
          const pieces = new Float32Array(64 / size);
          convertToFloat32(dtype, file, whole, 0);
          convertToFloat32(dtype, file.subarray(0, cut), pieces, 0);
          convertToFloat32(dtype, file.subarray(cut), pieces, cut / size);
          expect(pieces).toEqual(whole);
        },
      ),
    );
  });

  it("says of each dtype whether it can be read", () => {
    const readable = Object.keys(dtypeBits).filter((name) => isDtype(name) && isReadableDtype(name));
    expect(readable).toEqual(["U8", "I8", "I16", "U16", "F16", "BF16", "I32", "U32", "F32", "F64", "I64", "U64"]);
    expect(["toString", "__proto__", "F8_E4M3FNUZ"].filter(isReadableDtype)).toEqual([]);
  });
});
