import { describe, expect, it } from "vitest";
import { printBatchList, printInputsAndTargets } from "../../../src/core/torch/printBatch.ts";
import { printSize, printTensor } from "../../../src/core/torch/printTensor.ts";
import notebook from "../../fixtures/notebook.json" with { type: "json" };
import golden from "../../fixtures/printTensor.json" with { type: "json" };

interface GoldenCase {
  readonly dtype: "int64" | "float32";
  readonly shape: readonly number[];
  readonly values?: readonly (number | string)[];
  readonly rule?: {
    readonly multiplier: number;
    readonly offset: number;
    readonly modulus: number;
    readonly divisor?: number;
    readonly shift?: number;
  };
  readonly suffixes?: readonly string[];
  readonly printed: string;
}

const words = new Map([["nan", Number.NaN], ["inf", Infinity], ["-inf", -Infinity], ["-0", -0]]); // prettier-ignore
const cases = golden.cases as unknown as readonly GoldenCase[]; // the script writes exactly this shape

function valuesOf({ shape, values, rule, dtype }: GoldenCase): number[] {
  if (values !== undefined) return values.map((value) => (typeof value === "string" ? (words.get(value) ?? Number.NaN) : value));
  const { multiplier, offset, modulus, divisor = 1, shift = 0 } = rule ?? { multiplier: 0, offset: 0, modulus: 1 };
  const whole = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * multiplier + offset) % modulus);
  return dtype === "int64" ? whole : whole.map((value) => Math.fround(value / divisor - shift));
}

describe("printTensor", () => {
  it.each(cases)(`prints $dtype $shape as torch ${golden.versions.torch} does`, (example) => {
    expect(printTensor({ dtype: example.dtype, shape: example.shape, values: valuesOf(example) }, example.suffixes)).toBe(example.printed);
  });

  it("prints the notebook's 9×3 table to its four decimals", () => {
    const { weight } = notebook.embedding9x3;
    const printed = printTensor({ dtype: "float32", shape: [9, 3], values: weight.flat().map(Math.fround) }, ["requires_grad=True"]);
    expect(printed.split("\n").slice(0, 2).join("\n")).toBe("tensor([[ 0.3374, -0.1778, -0.3035],\n        [-0.5880,  0.3486,  0.6603],");
    expect(printed.split("\n").at(-1)).toBe("        [ 0.8805,  1.5542,  0.6266]], requires_grad=True)");
  });

  it("refuses values that do not fill the shape", () => {
    expect(() => printTensor({ dtype: "int64", shape: [2, 3], values: [1, 2] })).toThrow("2 values do not fill a tensor of shape [2, 3].");
  });
});

describe("printSize", () => {
  it.each(golden.sizes)("prints $shape as $printed", ({ shape, printed }) => {
    expect(printSize(shape)).toBe(printed);
  });
});

describe("printBatchList and printInputsAndTargets", () => {
  it.each(golden.batches)("print a batch of shape $shape as Python does", ({ shape, stream, list, inputsAndTargets }) => {
    const batch = { shape, inputIds: stream.slice(0, -1), targetIds: stream.slice(1) };
    expect(printBatchList(batch)).toBe(list);
    expect(printInputsAndTargets(batch)).toBe(inputsAndTargets);
  });

  it("prints the notebook's first batch", () => {
    const { inputs, targets } = notebook.stride1;
    expect(printBatchList({ shape: [1, 4], inputIds: inputs.flat(), targetIds: targets.flat() })).toBe(
      "[tensor([[    2, 11851,    25,   383]]), tensor([[11851,    25,   383, 28832]])]",
    );
  });
});
