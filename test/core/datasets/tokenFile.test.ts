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
    { what: "an empty file", bytes: new Uint8Array(0), idType: "uint16" },
  ])("guesses $what in a .bin without a manifest", ({ bytes, idType }) => {
    expect(open("val.bin", bytes)).toMatchObject({ idType, known: "guessed", dataOffset: 0 });
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
      what: "two dimensions",
      name: "a.npy",
      bytes: npyHeader([2, 3], "uint16"),
      message: "has shape (2, 3); one dimension of token ids is read",
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
