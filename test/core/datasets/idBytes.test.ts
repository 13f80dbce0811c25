import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeIds, encodeIds, idTypeFor } from "../../../src/core/datasets/idBytes.ts";

describe("idTypeFor", () => {
  it.each([
    { encoding: "gpt2", vocabSize: 50257, type: "uint16" },
    { encoding: "of exactly 16 bits", vocabSize: 65536, type: "uint16" },
    { encoding: "cl100k_base", vocabSize: 100277, type: "uint32" },
  ])("$encoding → $type", ({ vocabSize, type }) => {
    expect(idTypeFor(vocabSize)).toBe(type);
  });
});

describe("encodeIds and decodeIds", () => {
  it("give the ids back", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(65535)), fc.array(fc.nat(2 ** 31 - 1)), (narrow, wide) => {
        expect([...decodeIds(encodeIds(Int32Array.from(narrow), "uint16"), "uint16")]).toEqual(narrow);
        for (const type of ["uint16", "uint32"] as const)
          expect([...decodeIds(encodeIds(Uint16Array.from(narrow), type), type)]).toEqual(narrow);
        expect([...decodeIds(encodeIds(Int32Array.from(wide), "uint32"), "uint32")]).toEqual(wide);
      }),
    );
  });

  it.each([
    { type: "uint8", bytes: [7, 255], ids: [7, 255] },
    { type: "int16", bytes: [1, 2], ids: [0x201] },
    { type: "int32", bytes: [1, 2, 3, 4], ids: [0x4030201] },
    { type: "int64", bytes: [1, 2, 3, 0, 0, 0, 0, 0], ids: [0x30201] },
    { type: "uint64", bytes: [0, 0, 0, 0, 0, 3, 2, 1], ids: [0x30201], byteOrder: "big" },
    { type: "uint16", bytes: [1, 2], ids: [0x102], byteOrder: "big" },
  ] as const)("$type $bytes → $ids", ({ type, bytes, ids, ...rest }) => {
    expect([...decodeIds(Uint8Array.from(bytes), type, "byteOrder" in rest ? rest.byteOrder : "little")]).toEqual(ids);
  });

  it("refuse what is no token id, naming it", () => {
    expect(() => encodeIds(Int32Array.of(-1), "uint32")).toThrow("Token id -1 doesn't fit in uint32");
    expect(() => decodeIds(Uint8Array.of(255, 255), "int16")).toThrow("Value -1 at position 0 is no token id");
    expect(() => decodeIds(Uint8Array.of(0, 0, 0, 255), "uint32")).toThrow("Value 4278190080 at position 0 is no token id");
    expect(() => decodeIds(Uint8Array.of(1, 2, 3), "uint16")).toThrow("3 bytes are no whole number of uint16 ids of 2 bytes.");
  });
});
