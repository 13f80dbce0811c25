import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DatasetFormat, formatOf } from "../../../src/core/datasets/formats.ts";
import { encodeIds } from "../../../src/core/datasets/idBytes.ts";
import { type TokenFile, bytesOfTokens, idsOfBytes, openTokenFile, startLength } from "../../../src/core/datasets/tokenFile.ts";
import { npyHeader } from "../../../src/core/numpy/npy.ts";
import notebook from "../../fixtures/notebook.json" with { type: "json" };

const ids = Int32Array.from(notebook.firstTokenIds);
const open = (name: string, bytes: Uint8Array, givenType?: "uint16" | "uint32"): TokenFile =>
  openTokenFile(name, bytes.subarray(0, startLength), bytes.length, givenType);

/** A file as llm.c's data_common.py writes it. */
function llmcFile(magic: number, tokens: Int32Array, type: "uint16" | "uint32"): Uint8Array {
  const header = new Int32Array(256);
  header.set([magic, 1, tokens.length]);
  return Buffer.concat([new Uint8Array(header.buffer), encodeIds(tokens, type)]);
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const longs = (...values: bigint[]): Uint8Array => new Uint8Array(BigInt64Array.from(values).buffer);
const lfsPointer = bytesOf(`version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 134\n`);
/** As torch.save begins: a local header of a stored entry. */
const zip = Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
const inColumns = (shape: readonly number[]): Uint8Array =>
  Buffer.from(Buffer.from(npyHeader(shape, "uint16")).toString("latin1").replace("False", "True "), "latin1");

describe("openTokenFile", () => {
  it("gives back any tokens of what was exported", () => {
    const cases = fc.record({
      format: fc.constantFrom<DatasetFormat[]>("bin", "npy"),
      type: fc.constantFrom("uint16", "uint32"),
      tokens: fc.array(fc.nat(65535), { maxLength: 100 }),
      from: fc.nat(110),
      length: fc.nat(110),
    });
    fc.assert(
      fc.property(cases, ({ format, type, tokens, from, length }) => {
        const encoder = formatOf(format).files[0]!.encoder({ idType: type, windows: { maxLength: 4, stride: 4 }, labels: "shifted" }); // bin and npy are one file
        const pieces = Array.from(encoder.push(Int32Array.from(tokens)));
        const { tail, head } = encoder.finish();
        const bytes = Buffer.concat([...pieces, ...tail]);
        if (head !== undefined) bytes.set(head);
        const opened = open(`train.${format}`, bytes, type);
        const { byteFrom, byteTo } = bytesOfTokens(opened, from, from + length);
        expect(opened.tokenCount).toBe(tokens.length);
        expect([...idsOfBytes(opened, bytes.subarray(byteFrom, byteTo))]).toEqual(tokens.slice(from, from + length));
      }),
    );
  });

  it.each([
    { what: "uint16 ids", bytes: encodeIds(ids, "uint16"), idType: "uint16" },
    { what: "uint32 ids", bytes: encodeIds(ids, "uint32"), idType: "uint32" },
    { what: "uint32 ids of o200k", bytes: encodeIds(Int32Array.of(200_018, 3, 199_999), "uint32"), idType: "uint32" },
    { what: "int64 ids, NumPy's default", bytes: longs(15496n, 11n, 995n), idType: "int64" },
    { what: "int64 ids with zeros", bytes: longs(0n, 11n, 0n), idType: "int64" },
    { what: "int64 labels, some of them left out of the loss", bytes: longs(15496n, 11n, -100n, -100n), idType: "int64" },
    { what: "int32 labels, one of them left out", bytes: new Uint8Array(Int32Array.of(15496, 11, -100).buffer), idType: "uint32" },
    { what: "two ids of which one is 0, not one int64", bytes: encodeIds(Int32Array.of(15496, 0), "uint32"), idType: "uint32" },
    { what: "uint32 ids with some zeros", bytes: encodeIds(Int32Array.of(15496, 0, 11, 5, 995, 0), "uint32"), idType: "uint32" },
    { what: "nothing from zeros", bytes: new Uint8Array(64), idType: "uint32" },
    { what: "an empty file", bytes: new Uint8Array(0), idType: "uint16" },
  ])("guesses $what in a .bin without a manifest", ({ bytes, idType }) => {
    expect(open("val.bin", bytes)).toMatchObject({ idType, known: "guessed", dataOffset: 0 });
  });

  it.each([
    { type: "int64", bytes: longs(15496n, 11n, -100n, -100n) },
    { type: "int32", bytes: new Uint8Array(Int32Array.of(15496, 11, -100).buffer) },
  ])("says of $type labels that they are none, where it guessed the type", ({ bytes }) => {
    const file = open("labels.bin", bytes);
    expect(() => idsOfBytes(file, bytes)).toThrow("-100 marks a label that a loss leaves out: the file holds labels.");
  });

  it.each(["part-0.npy", "part-0.bin"])("takes ids without a header under any name: %s", (name) => {
    const bytes = encodeIds(Int32Array.of(15496, 995, 50256), "uint16");
    expect(open(name, bytes)).toMatchObject({ idType: "uint16", tokenCount: 3, known: "guessed", dataOffset: 0 });
  });

  it.each(["a.npy", "a.bin"])("takes a NumPy array under any name: %s", (name) => {
    const bytes = Buffer.concat([npyHeader([2], "uint32"), encodeIds(Int32Array.of(1, 2), "uint32")]);
    expect(open(name, bytes)).toMatchObject({ idType: "uint32", tokenCount: 2, known: "header" });
  });

  it("reads our own inputs and targets, a window a row", () => {
    const encoder = formatOf("npyPairs").files[0]!.encoder({ idType: "uint16", windows: { maxLength: 3, stride: 2 }, labels: "shifted" }); // it has two
    const pieces = Array.from(encoder.push(Int32Array.of(1, 2, 3, 4, 5, 6, 7)));
    const { tail, head } = encoder.finish();
    const bytes = Buffer.concat([...pieces, ...tail]);
    if (head !== undefined) bytes.set(head);
    const file = open("train-inputs.npy", bytes);
    expect(file).toMatchObject({ tokenCount: 6, rowLength: 3 });
    const { byteFrom, byteTo } = bytesOfTokens(file, 0, 6);
    expect([...idsOfBytes(file, bytes.subarray(byteFrom, byteTo))]).toEqual([1, 2, 3, 3, 4, 5]);
  });

  it("takes the type it is given over a guess", () => {
    expect(open("a.bin", encodeIds(Int32Array.of(1, 0, 2, 0), "uint16"), "uint16")).toMatchObject({ tokenCount: 4, known: "given" });
  });

  it.each([
    { magic: 20_240_520, type: "uint16" },
    { magic: 20_240_801, type: "uint32" },
  ] as const)("reads llm.c's header $magic as $type", ({ magic, type }) => {
    const bytes = llmcFile(magic, ids, type);
    const file = open("fineweb.bin", bytes);
    expect(file).toEqual({ idType: type, byteOrder: "little", tokenCount: ids.length, dataOffset: 1024, known: "header" });
    const { byteFrom, byteTo } = bytesOfTokens(file, 1, 3);
    expect([...idsOfBytes(file, bytes.subarray(byteFrom, byteTo))]).toEqual([...ids.subarray(1, 3)]);
  });

  it.each([
    {
      what: "two dimensions cut short",
      name: "a.npy",
      bytes: npyHeader([2, 3], "uint16"),
      message: "announces 6 ids, 140 bytes, and has 128",
    },
    { what: "columns", name: "a.npy", bytes: inColumns([2, 3]), message: "is stored column by column" },
    { what: "one number", name: "a.npy", bytes: npyHeader([], "uint16"), message: "holds one number" },
    {
      what: "a Git LFS pointer",
      name: "train.bin",
      bytes: lfsPointer,
      message: '"train.bin" is a Git LFS pointer, not the file itself (134 bytes)',
    },
    { what: "a Git LFS pointer", name: "ids.npy", bytes: lfsPointer, message: "Run git lfs pull" },
    { what: "a PyTorch zip", name: "train.bin", bytes: zip, message: "is a zip archive, as torch.save writes" },
    {
      what: "a web page",
      name: "train.bin",
      bytes: bytesOf("<!DOCTYPE html><html>"),
      message: "is a web page, saved in place of the file",
    },
    { what: "floats", name: "a.npy", bytes: npyHeader([3], "float32"), message: "holds float32; token ids are integers" },
    { what: "a .npy cut short", name: "a.NPY", bytes: npyHeader([3], "uint16"), message: "announces 3 ids, 134 bytes, and has 128" },
    { what: "an odd byte", name: "a.bin", bytes: new Uint8Array(7), message: "has 7 bytes, no whole number of uint16 ids" },
    {
      what: "a llm.c file cut short",
      name: "a.bin",
      bytes: llmcFile(20_240_520, ids, "uint16").subarray(0, 1040),
      message: "It is cut short",
    },
  ])("refuses $what in a sentence", ({ name, bytes, message }) => {
    expect(() => open(name, bytes)).toThrow(message);
  });
});
