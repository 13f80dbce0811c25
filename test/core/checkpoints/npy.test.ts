import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { readNpy } from "../../../src/core/checkpoints/npy.ts";
import { runReadingInMemory } from "../../../src/core/checkpoints/reading.ts";
import { readTable } from "../../../src/core/checkpoints/readTable.ts";
import { refusalOf, resultOrRefusal } from "../../support/refusal.ts";
import golden from "../../fixtures/numpyFiles.json" with { type: "json" };

const decode = (file: string): Uint8Array => new Uint8Array(Buffer.from(file, "base64"));

/** A version 1 file with any header text and so many zero bytes of values. */
function npyFile(header: string, dataLength: number, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(10 + text.length + dataLength);
  file.set([0x93, ...new TextEncoder().encode("NUMPY"), version, 0, text.length & 0xff, text.length >> 8]);
  file.set(text, 10);
  return file;
}
const dict = (descr: string, order: string, shape: string): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("readNpy", () => {
  it.each(golden.read)("reads what NumPy writes: $about", ({ file, values }) => {
    const bytes = decode(file);
    const tensor = runReadingInMemory(readNpy("table.npy", bytes.length), bytes);
    const table = runReadingInMemory(readTable(tensor), bytes);
    expect(tensor).toMatchObject({ name: "table.npy", shape: [2, 3] });
    expect([...table.values]).toEqual(values.flat().map((value) => (value === "inf" ? Infinity : value === "-inf" ? -Infinity : value)));
  });

  it.each([
    { about: "column by column", says: /stored column by column \(fortran_order\)\. Save it again/u },
    { about: "big-endian", says: /dtype ">f4" is big-endian\. Save it again with .*astype/u },
    { about: "complex", says: /dtype "<c8" is not read/u },
    { about: "structured", says: /expected are descr, fortran_order and shape of a plain array/u },
  ])("refuses what NumPy writes $about", ({ about, says }) => {
    const bytes = decode(golden.refused.find((refused) => refused.about === about)?.file ?? "");
    expect(refusalOf(readNpy("x", bytes.length), bytes)).toMatch(says);
  });

  it.each([
    { header: `{"shape":(2,2),"descr":"<f4","fortran_order":False}`, shape: [2, 2] },
    { header: dict("'<f4'", "False", "(4L,)"), shape: [4] },
    { header: dict("'|u1'", "False", "(16, 1)"), shape: [16, 1] },
    { header: dict("'<f8'", "False", "(2, 1)"), shape: [2, 1] },
  ])("accepts $header", ({ header, shape }) => {
    const file = npyFile(header, 16);
    expect(runReadingInMemory(readNpy("x", file.length), file).shape).toEqual(shape);
  });

  it("accepts a scalar and an empty array", () => {
    const scalar = npyFile(dict("'<f4'", "False", "()"), 4);
    const empty = npyFile(dict("'<f4'", "False", "(0, 768)"), 0);
    expect(runReadingInMemory(readNpy("x", scalar.length), scalar).shape).toEqual([]);
    expect(runReadingInMemory(readNpy("x", empty.length), empty).shape).toEqual([0, 768]);
  });

  it.each([
    { about: "another magic", file: npyFile(dict("'<f4'", "False", "(4,)"), 16).fill(0, 0, 1), says: /does not start as a \.npy file/u },
    { about: "version 4", file: npyFile(dict("'<f4'", "False", "(4,)"), 16, 4), says: /version is 4; versions 1 to 3/u },
    { about: "version 0", file: npyFile(dict("'<f4'", "False", "(4,)"), 16, 0), says: /version is 0/u },
    {
      about: "a huge header length",
      file: npyFile(dict("'<f4'", "False", "(4,)"), 16, 2),
      says: /claims \d+ bytes; more than 65536 is refused/u,
    },
    { about: "values cut short", file: npyFile(dict("'<f4'", "False", "(4,)"), 15), says: /ends at byte \d+ and the file at \d+/u },
    { about: "more values than said", file: npyFile(dict("'<f4'", "False", "(4,)"), 20), says: /ends at byte \d+ and the file at \d+/u },
    { about: "a huge shape", file: npyFile(dict("'<f4'", "False", "(4294967297, 4294967297)"), 16), says: /larger than any file/u },
    { about: "a side beyond 2^53", file: npyFile(dict("'<f4'", "False", "(99999999999999999999,)"), 16), says: /expected are descr/u },
    { about: "a negative side", file: npyFile(dict("'<f4'", "False", "(-4,)"), 16), says: /expected are descr/u },
    { about: "no shape", file: npyFile("{'descr': '<f4', 'fortran_order': False}", 16), says: /expected are descr/u },
    {
      about: "an entry twice",
      file: npyFile("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (4,)}", 16),
      says: /expected are descr/u,
    },
    { about: "entries of the wrong kind", file: npyFile(dict("True", "'False'", "'4'"), 16), says: /expected are descr/u },
    { about: "another order than True or False", file: npyFile(dict("'<f4'", "0", "(4,)"), 16), says: /expected are descr/u },
    { about: "code", file: npyFile("__import__('os').system('true')", 16), says: /expected are descr/u },
    { about: "objects", file: npyFile(dict("'|O'", "False", "(4,)"), 16), says: /dtype "\|O" is not read/u },
    { about: "a one-byte order on four bytes", file: npyFile(dict("'|f4'", "False", "(4,)"), 16), says: /is not read/u },
  ])("refuses $about", ({ file, says }) => {
    expect(refusalOf(readNpy("x", file.length), file)).toMatch(says);
  });

  it("refuses a file cut short at any byte", () => {
    const sound = decode(golden.read[0]?.file ?? "");
    for (let length = 0; length < sound.length; length += 1) refusalOf(readNpy("x", length), sound.subarray(0, length));
  });

  it("refuses or reads any header text, and never fails in another way", () => {
    const scrap = fc.constantFrom("{", "}", "'descr'", "'<f4'", "'fortran_order'", "False", "'shape'", "(4,)", ":", ",", " ", "(", ")");
    fc.assert(
      fc.property(fc.array(fc.oneof(scrap, fc.string()), { maxLength: 20 }), fc.nat(20), (parts, dataLength) => {
        const file = npyFile(parts.join(""), dataLength);
        resultOrRefusal(readNpy("x", file.length), file);
      }),
    );
  });

  it("refuses or reads any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (file) => void resultOrRefusal(readNpy("x", file.length), file)));
  });
});
