/**
 * Two passes over a table kept on the GPU, as WebGL programs for tfjs: a number per row, and sums of columns. tfjs' own matMul would copy
 * the whole table into its packed layout for every query; these read it in place, once, and write only the result.
 */
import { backend, engine, type Tensor2D, tensor1d, type Tensor } from "@tensorflow/tfjs-core";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl/dist/backend_webgl";
import type { GPGPUProgram } from "@tensorflow/tfjs-backend-webgl/dist/gpgpu_math";

/** `dot`: Σ tᵢqᵢ. `squaredDistance`: Σ (tᵢ − qᵢ)². `squaredNorm`: Σ tᵢ². */
export type RowMeasure = "dot" | "squaredDistance" | "squaredNorm";

/** Of four values at once: `a` is the table's, `b` the query's. */
const terms: Record<RowMeasure, string> = { dot: "a * b", squaredDistance: "(a - b) * (a - b)", squaredNorm: "a * a" };

/** @param rows [count, embeddingDim]  @param query [embeddingDim]  @returns [count], to be disposed by the caller or its tidy; WebGL only */
export function measureRows(rows: Tensor2D, query: Float32Array, measure: RowMeasure): Tensor {
  const [count, length] = rows.shape;
  const fours = length - (length % 4);
  // Four sums side by side: a fourth of the additions in a row, and with them of the rounding.
  const userCode = `
    void main() {
      int row = getOutputCoords();
      vec4 sums = vec4(0.0);
      for (int i = 0; i < ${fours}; i += 4) {
        vec4 a = vec4(getT(row, i), getT(row, i + 1), getT(row, i + 2), getT(row, i + 3));
        vec4 b = vec4(getQ(i), getQ(i + 1), getQ(i + 2), getQ(i + 3));
        sums += ${terms[measure]};
      }
      float sum = sums.x + sums.y + sums.z + sums.w;
      for (int i = ${fours}; i < ${length}; i++) {
        float a = getT(row, i);
        float b = getQ(i);
        sum += ${terms[measure]};
      }
      setOutput(sum);
    }`;
  return run({ variableNames: ["T", "Q"], outputShape: [count], userCode }, [rows, tensor1d(query)]);
}

/** Rows summed by one fragment. */
const rowsPerSum = 256;

/** Sums of columns over runs of rows. @returns [⌈count / 256⌉, embeddingDim]; their sum is the whole column's. WebGL only */
export function partialColumnSums(rows: Tensor2D): Tensor {
  const [count, length] = rows.shape;
  const userCode = `
    void main() {
      ivec2 at = getOutputCoords();
      float sum = 0.0;
      for (int i = 0; i < ${rowsPerSum}; i++) {
        int row = at.x * ${rowsPerSum} + i;
        if (row < ${count}) sum += getT(row, at.y);
      }
      setOutput(sum);
    }`;
  return run({ variableNames: ["T"], outputShape: [Math.ceil(count / rowsPerSum), length], userCode }, [rows]);
}

function run(program: GPGPUProgram, inputs: Tensor[]): Tensor {
  const webgl = backend() as MathBackendWebGL; // callers ask `Gpu.isWebgl` first
  const made = webgl.compileAndRun(program, inputs, "float32");
  return engine().makeTensorFromTensorInfo(made);
}
