import { say } from "../../../src/core/sentence.ts";
import { describe, expect, it } from "vitest";
import { CheckpointError, inFile } from "../../../src/core/checkpoints/checkpointError.ts";

describe("a sentence about a damaged file", () => {
  it("is led by the file's name, once", () => {
    const found = inFile("cut.safetensors", new CheckpointError(say`The header is no JSON object.`));
    expect(found).toBeInstanceOf(CheckpointError);
    expect((found as CheckpointError).message).toBe("cut.safetensors: The header is no JSON object.");
    expect(inFile("cut.safetensors", found)).toBe(found);
  });

  it("is the reader's: other errors stay what they are", () => {
    const error = new RangeError("Not enough memory.");
    expect(inFile("cut.safetensors", error)).toBe(error);
  });
});
