import { describe, expect, it } from "vitest";
import { isShardIndexName, readShardIndex, readTensors } from "../../../src/core/checkpoints/checkpointFile.ts";
import { writeNpy } from "../../../src/core/numpy/npy.ts";
import { float32Bytes, writeSafetensors } from "../../../src/core/checkpoints/formats/writeSafetensors.ts";
import { refusalOf } from "../../support/refusal.ts";
import { runReadingInMemory } from "../../support/plain/readInMemory.ts";

const values = Float32Array.of(1, 2, 3, 4);

describe("readTensors", () => {
  it("reads .safetensors and .npy by the file's ending, in any case", () => {
    const safetensors = writeSafetensors([{ name: "a", dtype: "F32", shape: [2, 2], bytes: float32Bytes(values) }]);
    const npy = writeNpy(values, [2, 2]);
    expect(runReadingInMemory(readTensors("Model.SafeTensors", safetensors.length), safetensors)).toMatchObject([{ name: "a" }]);
    expect(runReadingInMemory(readTensors("table.npy", npy.length), npy)).toMatchObject([{ name: "table.npy", shape: [2, 2] }]);
  });

  it.each([
    { name: "pytorch_model.bin", says: /does not start as torch\.save writes files since version 1\.6\. Save the weights/u },
    { name: "gpt.PT", says: /does not start as torch\.save writes files/u },
    { name: "gpt.pth", says: /does not start as torch\.save writes files/u },
    { name: "last.ckpt", says: /does not start as torch\.save writes files/u },
    { name: "weights.pkl", says: /is no checkpoint of torch\.save but a pickle, which only Python can read\. Save the weights/u },
  ])("refuses $name when it is none and says how to save it instead", ({ name, says }) => {
    expect(refusalOf(readTensors(name, 100), new Uint8Array(100))).toMatch(says);
  });

  it.each(["model.gguf", "weights", "", "x.npz"])("refuses %j and says what to choose", (name) => {
    expect(refusalOf(readTensors(name, 100), new Uint8Array(100))).toMatch(
      /Choose a \.safetensors, \.safetensors\.index\.json, \.pt, \.pth, \.bin or \.npy file\./u,
    );
  });
});

const pointer = new TextEncoder().encode(`version https://git-lfs.github.com/spec/v1\noid sha256:${"4d".repeat(32)}\nsize 548105171\n`);
const page = new TextEncoder().encode("<!DOCTYPE html><title>model.safetensors · main</title>");

describe("a file that is something else than its name says", () => {
  it.each(["model.safetensors", "table.npy", "pytorch_model.bin", "gpt.pt", "gpt.pth"])("is said to be a Git LFS pointer: %s", (name) => {
    expect(refusalOf(readTensors(name, pointer.length), pointer)).toBe(
      `"${name}" is a Git LFS pointer, not the file itself (548,105,171 bytes). Run git lfs pull in its repository, or download the file.`,
    );
  });

  it("is said to be a web page", () => {
    expect(refusalOf(readTensors("model.safetensors", page.length), page)).toMatch(/is a web page, saved in place of the file\. Download/u);
  });

  it("is read by what it is where that is a format of weights", () => {
    const npy = writeNpy(values, [2, 2]);
    const safetensors = writeSafetensors([{ name: "a", dtype: "F32", shape: [2, 2], bytes: float32Bytes(values) }]);
    expect(runReadingInMemory(readTensors("table.bin", npy.length), npy)).toMatchObject([{ shape: [2, 2] }]);
    expect(runReadingInMemory(readTensors("pytorch_model.bin", safetensors.length), safetensors)).toMatchObject([{ name: "a" }]);
  });

  it("is refused as an index", () => {
    expect(refusalOf(readShardIndex("model.safetensors.index.json", pointer.length), pointer)).toContain("is a Git LFS pointer");
    expect(refusalOf(readShardIndex("x", 100_000_001), new Uint8Array(0))).toMatch(/has 100000001 bytes; more than 100000000 are refused/u);
    const empty = new TextEncoder().encode('{"weight_map":{}}');
    expect(runReadingInMemory(readShardIndex("a", empty.length), empty).size).toBe(0);
  });
});

describe("isShardIndexName", () => {
  it("knows an index by its ending", () => {
    expect(["model.safetensors.index.json", "index.json", "model.safetensors"].map(isShardIndexName)).toEqual([true, false, false]);
  });
});
