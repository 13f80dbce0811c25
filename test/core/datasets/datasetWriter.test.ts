import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DatasetWriterOptions, type WrittenDataset, datasetWriter } from "../../../src/core/datasets/datasetWriter.ts";
import { decodeIds } from "../../../src/core/datasets/idBytes.ts";
import { parseNpyHeader } from "../../../src/core/datasets/npyHeader.ts";
import { splitOfDocument } from "../../../src/core/datasets/split.ts";

const endOfText = 50256;
const options: DatasetWriterOptions = {
  format: "bin",
  vocabSize: 50257,
  separatorId: endOfText,
  split: { by: "none", validationFraction: 0 },
  maxLength: 4,
  stride: 4,
};

/** Writes documents, each in pieces of at most `pieceLength`, into files in memory. */
function write(
  options: DatasetWriterOptions,
  documents: readonly (readonly number[])[],
  pieceLength = 3,
): { files: Map<string, Buffer>; written: WrittenDataset; splits: string[] } {
  const writer = datasetWriter(options);
  const files = new Map<string, Buffer>();
  const splits: string[] = [];
  const append = ({ path, bytes }: { path: string; bytes: Uint8Array }): unknown =>
    files.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), bytes]));
  for (const ids of documents) {
    for (const piece of writer.startDocument()) append(piece);
    for (let i = 0; i < ids.length; i += pieceLength) {
      for (const piece of writer.push(Int32Array.from(ids.slice(i, i + pieceLength)))) append(piece);
    }
    splits.push([...writer.documentSplits()].join("+"));
  }
  const written = writer.finish();
  for (const piece of written.tails) append(piece);
  for (const { path, bytes } of written.starts) files.get(path)?.set(bytes);
  return { files, written, splits };
}

const idsIn = (files: Map<string, Buffer>, path: string): number[] => [...decodeIds(files.get(path) ?? new Uint8Array(0), "uint16")];
const joined = (documents: readonly (readonly number[])[]): number[] =>
  documents.flatMap((ids, i) => (i === 0 ? ids : [endOfText, ...ids]));
const documentsOf = fc.array(fc.array(fc.nat(50255), { maxLength: 12 }), { maxLength: 12 });

describe("datasetWriter", () => {
  it("puts <|endoftext|> between documents and nowhere else", () => {
    const documents = [[1, 2], [3], [], [4, 5, 6, 7]];
    const { files, written } = write(options, documents);
    expect(idsIn(files, "train.bin")).toEqual([1, 2, endOfText, 3, endOfText, endOfText, 4, 5, 6, 7]);
    expect(written.outputs).toEqual([{ path: "train.bin", format: "bin", split: "train", idType: "uint16", shape: [10] }]);
    expect(idsIn(write({ ...options, separatorId: null }, documents).files, "train.bin")).toEqual(documents.flat());
  });

  it("splits by document, each split with separators of its own", () => {
    fc.assert(
      fc.property(documentsOf, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (documents, validationFraction) => {
        const split = { by: "document", validationFraction } as const;
        const { files, written, splits } = write({ ...options, split }, documents);
        for (const name of ["train", "validation"] as const) {
          const own = documents.filter((_, i) => splitOfDocument(i, split) === name);
          expect(idsIn(files, name === "train" ? "train.bin" : "val.bin")).toEqual(joined(own));
          expect(written.tokenCounts[name]).toBe(joined(own).length);
        }
        expect(splits).toEqual(documents.map((ids, i) => (ids.length === 0 ? "" : splitOfDocument(i, split))));
      }),
    );
  });

  it("splits by token where the stream of all documents is cut", () => {
    fc.assert(
      fc.property(documentsOf, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (documents, validationFraction) => {
        const stream = joined(documents);
        const { files } = write({ ...options, split: { by: "token", validationFraction }, tokenCount: stream.length }, documents);
        const cut = Math.floor(stream.length * (1 - validationFraction));
        expect(idsIn(files, "train.bin")).toEqual(stream.slice(0, cut));
        expect(idsIn(files, "val.bin")).toEqual(stream.slice(cut));
      }),
    );
  });

  it("says which splits a document went to", () => {
    const { splits } = write({ ...options, separatorId: null, split: { by: "token", validationFraction: 0.5 }, tokenCount: 6 }, [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(splits).toEqual(["train", "train+validation", "validation"]);
  });

  it("replaces the start of a .npy with the length it came to", () => {
    const { files } = write({ ...options, format: "npyPairs", vocabSize: 100277 }, [[1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    for (const path of ["train-inputs.npy", "train-targets.npy"]) {
      expect(parseNpyHeader(files.get(path)!)).toMatchObject({ shape: [2, 4], type: "uint32" }); // both were written
    }
  });

  it("gives every file a header even when no document has a token", () => {
    const { files } = write({ ...options, format: "npy" }, [[]]);
    expect(parseNpyHeader(files.get("train.npy")!)).toMatchObject({ shape: [0] }); // the tail holds it
  });

  it.each([
    { format: "bin", names: ["train.bin", "val.bin"] }, // what nanoGPT's train.py opens
    { format: "npyPairs", names: ["train-inputs.npy", "train-targets.npy", "validation-inputs.npy", "validation-targets.npy"] },
    { format: "jsonLines", names: ["train.jsonl", "validation.jsonl"] }, // what load_dataset takes for the splits
    { format: "parquet", names: ["train.parquet", "validation.parquet"] },
  ] as const)("names the files of $format $names", ({ format, names }) => {
    const { written } = write({ ...options, format, split: { by: "document", validationFraction: 0.5 } }, [[1], [2]]);
    expect(written.outputs.map(({ path }) => path)).toEqual(names);
  });

  it("refuses to split by token without the number of tokens", () => {
    expect(() => datasetWriter({ ...options, split: { by: "token", validationFraction: 0.1 } })).toThrow(
      "A split by token needs the number of tokens.",
    );
  });
});
