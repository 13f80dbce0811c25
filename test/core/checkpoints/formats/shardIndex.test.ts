import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { runReadingInMemory } from "../../../support/plain/readInMemory.ts";
import { CheckpointError } from "../../../../src/core/checkpoints/checkpointError.ts";
import { readIndexBytes, type ShardIndex, shardsToOpen, toShardTensors } from "../../../../src/core/checkpoints/formats/shardIndex.ts";

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const parse = (bytes: Uint8Array): ShardIndex => runReadingInMemory(readIndexBytes(bytes), new Uint8Array(0));
const index = (map: Record<string, string>): ReadonlyMap<string, string> =>
  parse(encode({ metadata: { total_size: 99 }, weight_map: map }));
const first = "model-00001-of-00003.safetensors";
const second = "model-00002-of-00003.safetensors";
const third = "model-00003-of-00003.safetensors";

describe("readIndexBytes", () => {
  it("maps each tensor to its file", () => {
    expect([...index({ "wte.weight": first, "h.0.bias": second })]).toEqual([
      ["wte.weight", first],
      ["h.0.bias", second],
    ]);
  });

  it.each([
    "../secret.safetensors",
    "/etc/passwd",
    "a/b.safetensors",
    String.raw`a\b.safetensors`,
    "file:x.safetensors",
    "model.bin",
    ".safetensors",
    "a\nb.safetensors",
  ])("refuses to look in %j", (fileName) => {
    expect(() => index({ "wte.weight": fileName })).toThrow(
      /^The index looks for tensor "wte\.weight" in .* only name \.safetensors files in its own folder\.$/u,
    );
  });

  it.each([
    { text: "", says: /malformed/u },
    { text: "[]", says: /no weight_map/u },
    { text: "{}", says: /no weight_map/u },
    { text: '{"weight_map":[]}', says: /no weight_map/u },
    { text: '{"weight_map":{"a":7}}', says: /in "7"/u },
    { text: `{"weight_map":{"a":"x.safetensors","a":"y.safetensors"}}`, says: /name "a" twice/u },
    { text: `{"weight_map":${"[".repeat(9_000)}`, says: /nested more than 16 deep/u },
  ])("refuses $text with a sentence", ({ text, says }) => {
    expect(() => parse(encode(text))).toThrow(says);
  });

  it("refuses or reads any bytes, and never fails in another way", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(encode)), (bytes) => {
        try {
          parse(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }),
    );
  });
});

describe("shardsToOpen", () => {
  it("names the files that hold the tables, each once", () => {
    expect(shardsToOpen(index({ "h.0.bias": second, "transformer.wte.weight": first, "transformer.wpe.weight": first }))).toEqual([first]);
    expect(shardsToOpen(index({ "wte.weight": third, "h.0.bias": second, "wpe.weight": first }))).toEqual([third, first]);
  });

  it("names all files when no table is known by name", () => {
    expect(shardsToOpen(index({ a: second, b: third, c: second }))).toEqual([second, third]);
  });
});

describe("toShardTensors", () => {
  const tensor = { name: "wte.weight", dtype: "F32" as const, shape: [1, 1], byteFrom: 90, byteTo: 94 };

  it("adds the file to each of its tensors", () => {
    expect(toShardTensors(index({ "wte.weight": first }), first, [tensor])).toEqual([{ fileName: first, ...tensor }]);
  });

  it("says which tensor the index promises and the file lacks", () => {
    expect(() => toShardTensors(index({ "wte.weight": first, "wpe.weight": first }), first, [tensor])).toThrow(
      /places tensor "wpe\.weight" in .* does not hold it/u,
    );
  });
});
