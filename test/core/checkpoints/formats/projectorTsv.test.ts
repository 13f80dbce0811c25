import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { metadataTsv, vectorsTsv } from "../../../../src/core/checkpoints/formats/projectorTsv.ts";

describe("vectorsTsv", () => {
  it("writes a line per vector and a tab between values", () => {
    expect([...vectorsTsv(Float32Array.of(1, -0.5, 2 ** -40, 3), 2)].join("")).toBe("1\t-0.5\n9.09494702e-13\t3\n");
  });

  it("writes every value so that it reads back unchanged", () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 40 }), (values) => {
        const text = [...vectorsTsv(values, values.length)].join("");
        const back = Float32Array.from(text.trim().split("\t"), Number);
        expect(back.map((value) => value + 0)).toEqual(values.map((value) => value + 0)); // −0 is written 0
      }),
    );
  });

  it("comes in pieces of whole lines", () => {
    const pieces = [...vectorsTsv(new Float32Array(768 * 50), 768)];
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.every((piece) => piece.endsWith("\n"))).toBe(true);
    expect(pieces.join("").split("\n")).toHaveLength(51);
  });
});

describe("metadataTsv", () => {
  it("has no header line for a single column, as the Projector demands", () => {
    expect(metadataTsv(["token"], [[" the"], ["\n"], ["\t\\"]])).toBe(" the\n\\n\n\\t\\\\\n");
  });

  it("has a header line for several columns", () => {
    expect(
      metadataTsv(
        ["token", "id"],
        [
          ["a", 64],
          ["", 65],
        ],
      ),
    ).toBe('token\tid\na\t64\n""\t65\n');
  });

  it.each([" ", "10", "\u00a0", "80", "", "1e5", "-0", "0x1F", "Infinity", " 7"])(
    "has the label %j, which the Projector can't take for a number",
    (label) => {
      const cell = metadataTsv(["token"], [[label]]).slice(0, -1);
      expect(cell).toBe(`"${label}"`);
      expect(Number(cell)).toBeNaN();
    },
  );

  it("leaves numbers numbers, and words as they are", () => {
    expect(metadataTsv(["token", "count"], [[" the", 12]])).toBe("token\tcount\n the\t12\n");
  });
});
