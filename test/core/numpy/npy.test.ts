import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  NpyError,
  npyHeader,
  npyHeaderLength,
  numpyTypeSize,
  type NumpyType,
  parseNpyHeader,
  writeNpy,
} from "../../../src/core/numpy/npy.ts";
import golden from "../../fixtures/numpyFiles.json" with { type: "json" };
import { findPython, runPython, skipReason } from "../../support/python.ts";

/** The start of a `.npy` with any text for a header, as NumPy's format document describes it. */
function start(text: string, version = 1, claimed = new TextEncoder().encode(text).length): Uint8Array {
  const length = [claimed & 0xff, (claimed >> 8) & 0xff, (claimed >> 16) & 0xff, claimed >>> 24].slice(0, version === 1 ? 2 : 4);
  return Uint8Array.from([0x93, ...Buffer.from("NUMPY"), version, 0, ...length, ...new TextEncoder().encode(text)]);
}
const dict = (descr: string, order: string, shape: string): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
const types = Object.keys(numpyTypeSize) as NumpyType[]; // Object.keys of a constant object

describe("npyHeader", () => {
  it("is 128 bytes and read back, for every type and shapes up to 2⁵³", () => {
    const shapes = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(fc.constantFrom(...types), shapes, (type, shape) => {
        const bytes = npyHeader(shape, type);
        expect(bytes.length).toBe(npyHeaderLength);
        expect(parseNpyHeader(bytes)).toEqual({ type, byteOrder: "little", isFortranOrder: false, shape, dataOffset: npyHeaderLength });
      }),
    );
  });
});

describe("writeNpy", () => {
  it.each([
    { shape: [2, 3], values: [1.5, -2.25, 0, Infinity, -Infinity, 65504], file: golden.written["2 × 3"] },
    { shape: [4], values: [1, 2, 3, 4], file: golden.written["vector of 4"] },
  ])("writes shape $shape byte for byte as NumPy does", ({ shape, values, file }) => {
    expect(Buffer.from(writeNpy(Float32Array.from(values), shape)).toString("base64")).toBe(file);
  });

  it("writes the values of a view alone", () => {
    const view = Float32Array.of(0, 1, 2, 3, 4, 5).subarray(1, 5);
    expect(Buffer.from(writeNpy(view, [4])).toString("base64")).toBe(golden.written["vector of 4"]);
  });

  it("refuses a shape that does not fit", () => {
    expect(() => writeNpy(new Float32Array(5), [2, 3])).toThrow("5 values do not make an array of shape (2, 3).");
  });
});

describe("parseNpyHeader", () => {
  const python = findPython(["numpy"]);
  it.skipIf(python === undefined)(`reads what NumPy writes${skipReason(python, ["numpy"])}`, () => {
    const script = `import io, json
import numpy as np
def saved(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return list(file.getvalue())
types = ["b1", "u1", "i1"] + [order + kind for order in "<>" for kind in ["u2", "u4", "u8", "i2", "i4", "i8", "f2", "f4", "f8"]]
files = [[np.dtype(name).name, name[0] == ">", saved(np.arange(2).astype(name))] for name in types]
print(json.dumps(files + [["int64", False, saved(np.arange(2), version)] for version in [(2, 0), (3, 0)]]))`;
    const saved = JSON.parse(runPython(python!, script)) as [NumpyType, boolean, number[]][]; // skipped when there is none; the script prints this shape
    expect(saved).toHaveLength(23);
    for (const [type, isBig, bytes] of saved) {
      const header = parseNpyHeader(Uint8Array.from(bytes));
      expect(header).toMatchObject({ type, shape: [2], byteOrder: isBig ? "big" : "little", isFortranOrder: false });
      expect(bytes.length - header.dataOffset).toBe(2 * numpyTypeSize[type]);
    }
  });

  it.each([
    { header: `{"shape":(2,2),"descr":"<f4","fortran_order":False}`, shape: [2, 2], isFortranOrder: false },
    { header: dict("'<f4'", "False", "(4L,)"), shape: [4], isFortranOrder: false },
    { header: dict("'|u1'", "False", "(16, 1)"), shape: [16, 1], isFortranOrder: false },
    { header: dict("'<f8'", "True", "(2, 1)"), shape: [2, 1], isFortranOrder: true },
    { header: dict("'<f8'", "True", "(2,)"), shape: [2], isFortranOrder: false },
    { header: dict("'<f8'", "False", "()"), shape: [], isFortranOrder: false },
    { header: dict("'<f8'", "False", "(0, 768)"), shape: [0, 768], isFortranOrder: false },
  ])("accepts $header", ({ header, shape, isFortranOrder }) => {
    expect(parseNpyHeader(start(header))).toMatchObject({ shape, isFortranOrder });
  });

  const sound = dict("'<f4'", "False", "(4,)");
  it.each([
    { about: "nothing", bytes: new Uint8Array(0), says: "does not start as a .npy file does" },
    { about: "another format", bytes: start(sound).fill(0, 0, 1), says: "does not start as a .npy file does" },
    { about: "version 4", bytes: start(sound, 4), says: "version is 4; versions 1 to 3 are known" },
    { about: "version 0", bytes: start(sound, 0), says: "version is 0" },
    { about: "an end within the length", bytes: start("", 2).subarray(0, 10), says: "ends within its header, after 10 bytes" },
    { about: "a huge header length", bytes: start(sound, 2, 2 ** 24), says: "claims 16777216 bytes; up to 9988 are read" },
    { about: "a header cut short", bytes: start(sound, 1, 400), says: "claims 400 bytes and the file ends after" },
    { about: "a side beyond 2⁵³", bytes: start(dict("'<f4'", "False", "(99999999999999999999,)")), says: "expected are descr" },
    { about: "a negative side", bytes: start(dict("'<f4'", "False", "(-4,)")), says: "expected are descr" },
    { about: "no shape", bytes: start("{'descr': '<f4', 'fortran_order': False}"), says: "expected are descr" },
    {
      about: "an entry twice",
      bytes: start("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (4,)}"),
      says: "expected are descr",
    },
    { about: "entries of the wrong kind", bytes: start(dict("True", "'False'", "'4'")), says: "expected are descr" },
    { about: "another order than True or False", bytes: start(dict("'<f4'", "0", "(4,)")), says: "expected are descr" },
    { about: "code", bytes: start("__import__('os').system('true')"), says: "expected are descr" },
    { about: "objects", bytes: start(dict("'|O'", "False", "(4,)")), says: 'dtype "|O" is not read' },
    { about: "a one-byte order on four bytes", bytes: start(dict("'|f4'", "False", "(4,)")), says: 'dtype "|f4" is not read' },
    { about: "floats of one byte", bytes: start(dict("'|f1'", "False", "(4,)")), says: 'dtype "|f1" is not read' },
    { about: "text that would turn the sentence around", bytes: start("\u202E\n"), says: 'The header is "\uFFFD"' },
  ])("refuses $about in a sentence", ({ bytes, says }) => {
    expect(() => parseNpyHeader(bytes)).toThrow(NpyError);
    expect(() => parseNpyHeader(bytes)).toThrow(says);
  });

  it.each(golden.refused.filter(({ about }) => about !== "truth"))("refuses what NumPy writes of $about", ({ file }) => {
    expect(() => parseNpyHeader(Buffer.from(file, "base64"))).toThrow(NpyError);
  });

  it("refuses or reads any header text, and never fails in another way", () => {
    const scrap = fc.constantFrom("{", "}", "'descr'", "'<f4'", "'fortran_order'", "False", "'shape'", "(4,)", ":", ",", " ", "(", ")");
    fc.assert(
      fc.property(fc.array(fc.oneof(scrap, fc.string()), { maxLength: 20 }), (parts) => {
        try {
          parseNpyHeader(start(parts.join("")));
        } catch (error) {
          expect(error).toBeInstanceOf(NpyError);
        }
      }),
    );
  });
});
