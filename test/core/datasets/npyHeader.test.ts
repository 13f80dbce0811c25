import { describe, expect, it } from "vitest";
import { npyHeader, npyHeaderLength, parseNpyHeader } from "../../../src/core/datasets/npyHeader.ts";
import { findPython, runPython, skipReason } from "../../support/python.ts";

/** A `.npy` start with the given dictionary, as NumPy's format document describes it. */
function header(text: string, version = 1): Uint8Array {
  const length = version === 1 ? [text.length & 0xff, text.length >> 8] : [text.length & 0xff, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...Buffer.from("NUMPY"), version, 0, ...length, ...Buffer.from(text)]);
}

describe("npyHeader", () => {
  it.each([
    { shape: [0], type: "uint16" },
    { shape: [5145], type: "uint16" },
    { shape: [2 ** 52, 2 ** 52], type: "uint32" },
    { shape: [0, 256], type: "uint32" },
  ] as const)("of shape $shape is 128 bytes and read back", ({ shape, type }) => {
    const bytes = npyHeader(shape, type);
    expect(bytes.length).toBe(npyHeaderLength);
    expect(parseNpyHeader(bytes)).toEqual({ type, byteOrder: "little", shape, dataOffset: 128 });
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
types = ["u1", "<u2", "<u4", "<u8", "i1", "<i2", "<i4", "<i8", ">u2", ">i8"]
print(json.dumps([[name, saved(np.arange(3).astype(name))] for name in types] + [["<i8", saved(np.arange(3), (2, 0))], ["<i8", saved(np.arange(3), (3, 0))]]))`;
    const saved = JSON.parse(runPython(python!, script)) as [string, number[]][]; // skipped when there is none; the script prints this shape
    for (const [name, bytes] of saved) {
      const parsed = parseNpyHeader(Uint8Array.from(bytes));
      const size = Number(name.at(-1));
      expect(parsed).toMatchObject({ shape: [3], byteOrder: name.startsWith(">") ? "big" : "little" });
      expect(parsed.type).toBe(`${name.includes("u") ? "uint" : "int"}${size * 8}`);
      expect(bytes.length - parsed.dataOffset).toBe(3 * size);
    }
  });

  it.each([
    { what: "no .npy", bytes: new Uint8Array(200), message: "This is no .npy file" },
    { what: "an empty file", bytes: new Uint8Array(0), message: "This is no .npy file" },
    { what: "a version to come", bytes: header("{}", 9), message: "format version 9; versions 1 to 3 are known" },
    { what: "a header cut short", bytes: npyHeader([3], "uint16").subarray(0, 60), message: "ends within its header" },
    { what: "a header longer than NumPy allows", bytes: header(" ".repeat(20_000)), message: "is 20000 bytes long" },
    {
      what: "floats",
      bytes: header("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }"),
      message: "holds type <f4; token ids are integers",
    },
    {
      what: "records",
      bytes: header("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (3,), }"),
      message: "holds a structured type",
    },
    { what: "Fortran order", bytes: header("{'descr': '<i4', 'fortran_order': True, 'shape': (3, 2), }"), message: "is in Fortran order" },
    { what: "no shape", bytes: header("{'descr': '<i4', 'fortran_order': False}"), message: "can't be read" },
  ])("refuses $what in a sentence", ({ bytes, message }) => {
    expect(() => parseNpyHeader(bytes)).toThrow(message);
  });
});
