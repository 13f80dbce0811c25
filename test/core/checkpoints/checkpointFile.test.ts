import { describe, expect, it } from "vitest";
import { isShardIndexName, readTensors } from "../../../src/core/checkpoints/checkpointFile.ts";
import { runReadingInMemory } from "../../../src/core/checkpoints/reading.ts";
import { writeNpy } from "../../../src/core/numpy/npy.ts";
import { float32Bytes, writeSafetensors } from "../../../src/core/checkpoints/writeSafetensors.ts";
import { refusalOf } from "../../support/refusal.ts";

const values = Float32Array.of(1, 2, 3, 4);

describe("readTensors", () => {
  it("reads .safetensors and .npy by the file's ending, in any case", () => {
    const safetensors = writeSafetensors([{ name: "a", dtype: "F32", shape: [2, 2], bytes: float32Bytes(values) }]);
    const npy = writeNpy(values, [2, 2]);
    expect(runReadingInMemory(readTensors("Model.SafeTensors", safetensors.length), safetensors)).toMatchObject([{ name: "a" }]);
    expect(runReadingInMemory(readTensors("table.npy", npy.length), npy)).toMatchObject([{ name: "table.npy", shape: [2, 2] }]);
  });

  it.each(["pytorch_model.bin", "gpt.pt", "gpt.pth", "last.ckpt", "weights.pkl"])(
    "refuses the pickle %s and says how to save it instead",
    (name) => {
      expect(refusalOf(readTensors(name, 100), new Uint8Array(100))).toMatch(
        /is a pickle, which can run code when read\. Save the weights with safetensors/u,
      );
    },
  );

  it.each(["model.gguf", "weights", "", "x.npz"])("refuses %j and says what to choose", (name) => {
    expect(refusalOf(readTensors(name, 100), new Uint8Array(100))).toMatch(
      /Choose a \.safetensors, \.safetensors\.index\.json or \.npy file\./u,
    );
  });
});

describe("isShardIndexName", () => {
  it("knows an index by its ending", () => {
    expect(["model.safetensors.index.json", "index.json", "model.safetensors"].map(isShardIndexName)).toEqual([true, false, false]);
  });
});
