import { describe, expect, it } from "vitest";
import { storedIdType } from "../../../src/core/datasets/formats.ts";
import { type DatasetManifest, manifestVersion, splitLedger, writeManifest } from "../../../src/core/datasets/manifest.ts";
import { describedFile, exportedNames } from "../../../src/core/datasets/readManifest.ts";

const options = {
  specialTokens: "allow",
  endOfLine: "lf",
  separatorId: 50256,
  separatorPlace: "between",
  labels: "shifted",
  split: { by: "token", validationFraction: 0.1 },
  maxLength: 256,
  stride: 128,
  batchSize: 4,
  dropLast: true,
} as const;
const sha256 = "0".repeat(64);
const manifest: DatasetManifest = {
  tokenscopeDataset: manifestVersion,
  encoding: "gpt2",
  vocabSize: 50257,
  options,
  inputs: [{ path: "a.md", byteLength: 20479, sha256, tokenCount: 5145, split: "both" }],
  skipped: [{ path: "a.png", reason: "is a binary file: it holds NUL bytes" }],
  outputs: [
    { path: "train.bin", format: "bin", split: "train", idType: "uint16", shape: [5145], byteLength: 10290, sha256 },
    { path: "train.parquet", format: "parquet", split: "train", idType: "int32", shape: [39, 256], byteLength: 4096, sha256 },
  ],
  earlier: ["val.jsonl"],
  ledgers: [splitLedger("train", 5145, options)],
};

describe("writeManifest", () => {
  it("writes the manifest as JSON that reads back the same", () => {
    const text = writeManifest(manifest);
    expect(JSON.parse(text)).toEqual(manifest);
    expect(text.endsWith("\n}\n")).toBe(true);
  });

  it("holds the ledger of each split", () => {
    expect(manifest.ledgers[0]).toMatchObject({
      split: "train",
      windowCount: 39,
      batchCount: 9,
      lostWindowCount: 3,
      neverInputCount: 25,
      neverTargetCount: 24,
    });
  });

  it.each([
    { format: "bin", idType: "uint32" },
    { format: "parquet", idType: "int32" },
    { format: "jsonLines", idType: "json" },
  ] as const)("stores ids of $format as $idType", ({ format, idType }) => {
    expect(storedIdType(format, "uint32")).toBe(idType);
  });
});

describe("describedFile", () => {
  it("says how to read a token file of the dataset", () => {
    expect(describedFile(writeManifest(manifest), "train.bin")).toEqual({
      encoding: "gpt2",
      idType: "uint16",
      tokenCount: 5145,
      maxLength: 256,
      stride: 128,
    });
  });

  it("reads a manifest of version 1, from before there were lists of what was skipped and of earlier files", () => {
    const { skipped: _, earlier: __, ...older } = { ...manifest, tokenscopeDataset: 1 };
    expect(describedFile(JSON.stringify(older), "train.bin")).toEqual(describedFile(writeManifest(manifest), "train.bin"));
    expect(exportedNames(JSON.stringify(older))).toEqual(["train.bin", "train.parquet"]);
  });

  it("gives the tokens of all windows of a file of windows", () => {
    const outputs = [{ ...manifest.outputs[0], path: "train-inputs.npy", format: "npyPairs", shape: [39, 256] }];
    expect(describedFile(JSON.stringify({ ...manifest, outputs }), "train-inputs.npy")).toMatchObject({ tokenCount: 39 * 256 });
  });

  it.each(["other.bin", "train.parquet"])("says nothing about %s, which is no token file of it", (name) => {
    expect(describedFile(writeManifest(manifest), name)).toBeUndefined();
  });

  it.each([
    { what: "no JSON", text: "{", message: "dataset.json is no JSON" },
    { what: "someone else's JSON", text: "[]", message: "dataset.json is no manifest of version 1 to 4" },
    { what: "a later version", text: '{"tokenscopeDataset": 5}', message: "dataset.json is no manifest of version 1 to 4" },
    {
      what: "a manifest without outputs",
      text: '{"tokenscopeDataset": 1, "encoding": "gpt2"}',
      message: "lacks outputs",
    },
    {
      what: "a shape that is no count",
      text: '{"tokenscopeDataset":1,"encoding":"gpt2","options":{"maxLength":4,"stride":4},"outputs":[{"path":"a","idType":"uint16","shape":[-1]}]}',
      message: "lacks the file's shape, maxLength or stride",
    },
  ])("refuses $what in a sentence", ({ text, message }) => {
    expect(() => describedFile(text, "a")).toThrow(message);
  });
});

it("a tokenizer's file is told by its name", () => {
  const tokenizer = { name: "qwen/tokenizer.json", path: "qwen/tokenizer.json", sha256 };
  const text = writeManifest({ ...manifest, encoding: `sha256-${sha256}`, tokenizer });
  expect(describedFile(text, "train.bin")).toMatchObject({ encoding: `sha256-${sha256}`, tokenizer: "qwen/tokenizer.json" });
  expect(describedFile(writeManifest(manifest), "train.bin")).not.toHaveProperty("tokenizer");
});

it("exportedNames are the files of this export and of those before", () => {
  expect(exportedNames(writeManifest(manifest))).toEqual(["train.bin", "train.parquet", "val.jsonl"]);
});

/** Who adds a column gives it the next version: then this list and the version change together. */
it("the manifest of version 4 has these columns in its ledgers", () => {
  expect([manifestVersion, ...Object.keys(manifest.ledgers[0] ?? {})]).toEqual([
    4,
    "split",
    "tokenCount",
    "windowCount",
    "batchCount",
    "lostWindowCount",
    "neverInputCount",
    "neverTargetCount",
    "firstTokenCount",
    "neverInputAfterDropLastCount",
    "neverTargetAfterDropLastCount",
  ]);
});
