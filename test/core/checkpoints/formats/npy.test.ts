import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNpy } from "../../../../src/core/checkpoints/formats/npy.ts";
import { readTable } from "../../../../src/core/checkpoints/readTable.ts";
import { npyHeader, type NumpyType } from "../../../../src/core/numpy/npy.ts";
import golden from "../../../fixtures/numpyFiles.json" with { type: "json" };
import { refusalOf, resultOrRefusal } from "../../../support/refusal.ts";
import { runReadingInMemory } from "../../../support/plain/readInMemory.ts";

const decode = (file: string): Uint8Array => new Uint8Array(Buffer.from(file, "base64"));
/** A file of zeros. */
const file = (shape: readonly number[], type: NumpyType, dataLength: number): Uint8Array =>
  Uint8Array.from([...npyHeader(shape, type), ...new Uint8Array(dataLength)]);

describe("readNpy", () => {
  it.each(golden.read)("reads what NumPy writes: $about", ({ file: saved, values }) => {
    const bytes = decode(saved);
    const tensor = runReadingInMemory(readNpy("table.npy", bytes.length), bytes);
    const table = runReadingInMemory(readTable(tensor), bytes);
    expect(tensor).toMatchObject({ name: "table.npy", shape: [2, 3] });
    expect([...table.values]).toEqual(values.flat().map((value) => (value === "inf" ? Infinity : value === "-inf" ? -Infinity : value)));
  });

  it.each(golden.refused)("refuses what NumPy writes of $about", ({ file: saved }) => {
    const bytes = decode(saved);
    const read = resultOrRefusal(readNpy("x", bytes.length), bytes);
    if ("result" in read) expect(refusalOf(readTable(read.result), bytes)).toMatch(/holds BOOL, which cannot be shown/u);
  });

  it.each([
    { about: "values cut short", bytes: file([4], "float32", 15), says: /ends at byte 144 and the file at 143/u },
    { about: "more values than said", bytes: file([4], "float32", 20), says: /ends at byte 144 and the file at 148/u },
    { about: "a huge shape", bytes: file([4294967297, 4294967297], "float32", 16), says: /larger than any file/u },
    { about: "another format", bytes: new Uint8Array(200), says: /does not start as a \.npy file does/u },
  ])("refuses $about", ({ bytes, says }) => {
    expect(refusalOf(readNpy("x", bytes.length), bytes)).toMatch(says);
  });

  it("refuses a file cut short at any byte", () => {
    const sound = decode(golden.read[0]?.file ?? "");
    for (let length = 0; length < sound.length; length += 1) refusalOf(readNpy("x", length), sound.subarray(0, length));
  });

  it("refuses or reads any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void resultOrRefusal(readNpy("x", bytes.length), bytes)));
  });
});
