import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { readTable } from "../../../../src/core/checkpoints/readTable.ts";
import { readSafetensors } from "../../../../src/core/checkpoints/formats/safetensors.ts";
import { damagedSafetensors, safetensorsFile, soundHeader } from "../../../support/damagedSafetensors.ts";
import { refusalOf, resultOrRefusal } from "../../../support/refusal.ts";
import { runReadingInMemory } from "../../../support/plain/readInMemory.ts";

const sound = safetensorsFile(soundHeader, 22);

describe("readSafetensors", () => {
  it("finds each tensor with its place in the file", () => {
    const dataFrom = 8 + soundHeader.length;
    expect(runReadingInMemory(readSafetensors(sound.length), sound)).toEqual([
      { name: "a", dtype: "F32", shape: [2, 2], byteFrom: dataFrom, byteTo: dataFrom + 16 },
      { name: "b", dtype: "F16", shape: [3], byteFrom: dataFrom + 16, byteTo: dataFrom + 22 },
    ]);
  });

  it("asks for the length and the header, and for no byte of the values", () => {
    const reading = readSafetensors(sound.length);
    const asked = [];
    for (let step = reading.next(); !step.done; step = reading.next(sound.subarray(step.value.byteFrom, step.value.byteTo)))
      asked.push(step.value);
    expect(asked.map(({ byteFrom, byteTo }) => [byteFrom, byteTo])).toEqual([
      [0, 8],
      [8, 8 + soundHeader.length],
    ]);
  });

  it.each([
    { dtype: "F8_E4M3FNUZ", read: "F8_E4M3FNUZ" },
    { dtype: "toString", read: "toString" },
    { dtype: "__proto__", read: "__proto__" },
    { dtype: "F33\u202E", read: '"F33\uFFFD"' },
  ])("reads the tensors beside one of the unknown dtype $dtype", ({ dtype, read }) => {
    const entries = { strange: { dtype, shape: [2, 2], data_offsets: [0, 3] }, wte: { dtype: "F32", shape: [1, 1], data_offsets: [3, 7] } };
    const file = safetensorsFile(JSON.stringify(entries), 7);
    const [strange, wte] = runReadingInMemory(readSafetensors(file.length), file);
    expect(strange).toMatchObject({ name: "strange", dtype: read });
    expect(wte).toMatchObject({ name: "wte", dtype: "F32" });
    expect(refusalOf(readTable(strange ?? expect.fail("two tensors")), file)).toBe(
      `Tensor "strange" holds ${read}, which cannot be shown. Export it as F32, F16 or BF16.`,
    );
    expect(runReadingInMemory(readTable(wte ?? expect.fail("two tensors")), file).values).toHaveLength(1);
  });

  it("refuses a huge shape of an unknown dtype as well", () => {
    const file = safetensorsFile('{"a":{"dtype":"F33","shape":[9007199254740991,9007199254740991],"data_offsets":[0,16]}}', 16);
    expect(refusalOf(readSafetensors(file.length), file)).toMatch(/larger than any file/u);
  });

  it.each([
    { about: "no tensor at all", header: "{}", dataLength: 0, names: [] },
    { about: "only metadata", header: '{"__metadata__":{"format":"pt"}}', dataLength: 0, names: [] },
    { about: "padding with spaces after the header", header: `${soundHeader}     `, dataLength: 22, names: ["a", "b"] },
    {
      about: "tensors in another order than their bytes",
      header: '{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
      dataLength: 2,
      names: ["a", "b"],
    },
    { about: "a scalar", header: '{"s":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}', dataLength: 8, names: ["s"] },
    { about: "an empty tensor", header: '{"e":{"dtype":"F32","shape":[0,768],"data_offsets":[0,0]}}', dataLength: 0, names: ["e"] },
    { about: "packed four-bit values", header: '{"q":{"dtype":"F4","shape":[2,3],"data_offsets":[0,3]}}', dataLength: 3, names: ["q"] },
    {
      about: "names that objects inherit",
      header: '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"toString":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
      dataLength: 2,
      names: ["__proto__", "toString"],
    },
    { about: "an unused field", header: '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":[{}]}}', dataLength: 1, names: ["a"] },
  ])("accepts $about", ({ header, dataLength, names }) => {
    const file = safetensorsFile(header, dataLength);
    expect(runReadingInMemory(readSafetensors(file.length), file).map(({ name }) => name)).toEqual(names);
  });

  it.each(damagedSafetensors)("refuses $about", ({ file, says }) => {
    expect(refusalOf(readSafetensors(file.length), file)).toMatch(says);
  });

  it("refuses a file cut short at any byte", () => {
    for (let length = 0; length < sound.length; length += 1) {
      const refusal = refusalOf(readSafetensors(length), sound.subarray(0, length));
      expect(refusal).toMatch(/cut short/u);
    }
  });

  it("refuses or reads any bytes, and never fails in another way", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (file) => void resultOrRefusal(readSafetensors(file.length), file)));
  });

  it("refuses or reads any change of a sound file", () => {
    const change = fc.record({ at: fc.nat(sound.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const file = sound.slice();
        for (const { at, byte } of changes) file[at] = byte;
        const outcome = resultOrRefusal(readSafetensors(file.length), file);
        if ("refusal" in outcome) return;
        for (const { byteFrom, byteTo } of outcome.result) expect(8 <= byteFrom && byteFrom <= byteTo && byteTo <= file.length).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("refuses or reads any JSON as a header", () => {
    const entry = fc.record({
      dtype: fc.constantFrom("F32", "U8", 4, null),
      shape: fc.array(fc.oneof(fc.maxSafeInteger(), fc.nat(3))),
      data_offsets: fc.array(fc.nat(9)),
    });
    const header = fc.dictionary(fc.string(), fc.oneof(entry, fc.jsonValue()));
    fc.assert(
      fc.property(header, fc.nat(9), (value, dataLength) => {
        const file = safetensorsFile(JSON.stringify(value), dataLength);
        resultOrRefusal(readSafetensors(file.length), file);
      }),
    );
  });
});
