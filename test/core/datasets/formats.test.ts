import * as fc from "fast-check";
import { tableFromIPC } from "apache-arrow";
import { parquetReadObjects } from "hyparquet";
import { readParquet as readRustParquet } from "parquet-wasm/node";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { LabelKind } from "../../../src/core/datasets/encoders/datasetEncoder.ts";
import { type DatasetFormat, formatNames, formatOf } from "../../../src/core/datasets/formats.ts";
import type { WrittenIdType } from "../../../src/core/datasets/idBytes.ts";
import { type WindowOptions, windowAt, windowCount } from "../../../src/core/windows/slidingWindow.ts";
import { findPython, runPython, skipReason } from "../../support/python.ts";

const folder = mkdtempSync(join(tmpdir(), "tokenscope-datasets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the files of a dataset as whoever owns them does: append, then replace the start. @returns the bytes of each, and its shape */
function write(
  format: DatasetFormat,
  type: WrittenIdType,
  options: WindowOptions,
  chunks: readonly Int32Array[],
  labels: LabelKind = "shifted",
): { bytes: Uint8Array<ArrayBuffer>; shape: readonly number[] }[] {
  return formatOf(format).files.map((file) => {
    const encoder = file.encoder({ idType: type, windows: options, labels });
    const pieces = chunks.flatMap((chunk) => Array.from(encoder.push(chunk)));
    const { tail, head, shape } = encoder.finish();
    const bytes = new Uint8Array(Buffer.concat([...pieces, ...tail]));
    if (head !== undefined) bytes.set(head);
    return { bytes, shape };
  });
}

function windowsOf(ids: Int32Array, options: WindowOptions): { input_ids: number[]; labels: number[] }[] {
  return Array.from({ length: windowCount(ids.length, options) }, (_, i) => {
    const { inputIds, targetIds } = windowAt(ids, i, options);
    return { input_ids: Array.from(inputIds), labels: Array.from(targetIds) };
  });
}

function cut(ids: Int32Array, sizes: readonly number[]): Int32Array[] {
  const chunks: Int32Array[] = [];
  let from = 0;
  for (const size of sizes) {
    chunks.push(ids.subarray(from, from + size));
    from += size;
  }
  return [...chunks, ids.subarray(from)];
}

const ids = Int32Array.from({ length: 700 }, (_, i) => (i * 7919) % 50257);
const wideIds = Int32Array.from({ length: 700 }, (_, i) => (i * 7919 * 31) % 200019);
const chunks = cut(ids, [0, 1, 250, 3, 99]);
const options = { maxLength: 16, stride: 5 };
const python = findPython(["numpy"]);
const numpy = (script: string, ...files: Uint8Array[]): unknown => {
  const paths = files.map((_, i) => join(folder, `file-${i}`));
  for (const [i, bytes] of files.entries()) writeFileSync(paths[i]!, bytes); // one path for each file
  return JSON.parse(runPython(python!, `import json, sys\nimport numpy as np\npaths = sys.argv[1:]\n${script}`, { args: paths })); // skipped when there is none
};

describe.skipIf(python === undefined)(`token files read back by NumPy${skipReason(python, ["numpy"])}`, () => {
  it.each([
    { type: "uint16", tokens: ids, bytes: 1400 },
    { type: "uint32", tokens: wideIds, bytes: 2800 },
  ] as const)(".bin as $type", ({ type, tokens, bytes: byteLength }) => {
    const [file] = write("bin", type, options, cut(tokens, [300]));
    expect(file!.bytes.length).toBe(byteLength); // one file
    expect(numpy(`print(json.dumps(np.memmap(paths[0], dtype=np.${type}, mode="r").tolist()))`, file!.bytes)).toEqual(Array.from(tokens));
    expect(file!.shape).toEqual([700]);
  });

  it.each([
    { type: "uint16", tokens: ids },
    { type: "uint32", tokens: wideIds },
    { type: "uint16", tokens: new Int32Array(0) },
  ] as const)(".npy as $type, one-dimensional", ({ type, tokens }) => {
    const [file] = write("npy", type, options, cut(tokens, [tokens.length >> 1]));
    const read = `a = np.load(paths[0], mmap_mode="r" if ${tokens.length} else None)\nprint(json.dumps([str(a.dtype), a.shape, a.tolist()]))`;
    expect(numpy(read, file!.bytes)).toEqual([type, [tokens.length], Array.from(tokens)]);
  });

  it("inputs and targets as two .npy", () => {
    const files = write("npyPairs", "uint16", options, chunks);
    const rows = windowsOf(ids, options);
    const read = `a, b = [np.load(path, mmap_mode="r") for path in paths]\nprint(json.dumps([a.shape, a.tolist(), b.tolist(), bool(a.flags.c_contiguous)]))`;
    expect(numpy(read, ...files.map(({ bytes }) => bytes))).toEqual([
      [rows.length, 16],
      rows.map((row) => row.input_ids),
      rows.map((row) => row.labels),
      true,
    ]);
    expect(files.map(({ shape }) => shape)).toEqual([
      [rows.length, 16],
      [rows.length, 16],
    ]);
  });
});

const standardPython = findPython([]);
describe.skipIf(standardPython === undefined)(`JSON Lines read back by Python${skipReason(standardPython, [])}`, () => {
  it("one window per line", () => {
    const [file] = write("jsonLines", "uint16", options, chunks);
    const path = join(folder, "rows.jsonl");
    writeFileSync(path, file!.bytes); // one file
    const script = "import json, sys\nprint(json.dumps([json.loads(line) for line in open(sys.argv[1], encoding='utf-8')]))";
    expect(JSON.parse(runPython(standardPython!, script, { args: [path] }))).toEqual(windowsOf(ids, options)); // skipped when there is none
  });
});

const readByHyparquet = async (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> => parquetReadObjects({ file: bytes.buffer });

/** The parquet crate of Apache Arrow, as WebAssembly: the code that Polars and DataFusion read with. */
function readByRust(bytes: Uint8Array<ArrayBuffer>): unknown {
  const rows = tableFromIPC(readRustParquet(bytes).intoIPCStream()).toArray() as { toJSON(): Record<string, Iterable<number>> }[];
  return rows.map((row) => Object.fromEntries(Object.entries(row.toJSON()).map(([name, values]) => [name, [...values]])));
}

describe.each([
  ["hyparquet", readByHyparquet],
  ["Arrow's Rust reader", readByRust],
])("Parquet read back by %s", (_, readParquet) => {
  it("rows of input_ids and labels", async () => {
    const [file] = write("parquet", "uint16", options, chunks);
    expect(await readParquet(file!.bytes)).toEqual(windowsOf(ids, options)); // one file
  });

  it("labels that are the inputs once more, for models that shift them", async () => {
    const [file] = write("parquet", "uint16", options, chunks, "unshifted");
    expect(await readParquet(file!.bytes)).toEqual(windowsOf(ids, options).map(({ input_ids }) => ({ input_ids, labels: input_ids }))); // one file
  });

  it("over several row groups", async () => {
    const long = Int32Array.from({ length: 40_000 }, (_, i) => (i * 7919) % 200019);
    const wide = { maxLength: 8192, stride: 400 }; // 64 windows per row group
    const [file] = write("parquet", "uint32", wide, cut(long, [9000, 20_000]));
    expect(file!.shape).toEqual([80, 8192]); // one file
    expect(await readParquet(file!.bytes)).toEqual(windowsOf(long, wide));
  });

  it("without a window", async () => {
    const [file] = write("parquet", "uint16", options, [ids.subarray(0, 16)]);
    expect(await readParquet(file!.bytes)).toEqual([]); // one file
  });
});

it("JSON Lines have labels that are the inputs once more, for models that shift them", () => {
  const [file] = write("jsonLines", "uint16", options, chunks, "unshifted");
  const lines = new TextDecoder().decode(file!.bytes).trimEnd().split("\n"); // one file
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(
    windowsOf(ids, options).map(({ input_ids }) => ({ input_ids, labels: input_ids })),
  );
});

describe("every format", () => {
  it("is the same however the ids are cut into pieces", () => {
    const cases = fc.record({
      format: fc.constantFrom(...formatNames),
      tokenCount: fc.integer({ min: 0, max: 200 }),
      sizes: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 8 }),
      maxLength: fc.integer({ min: 1, max: 30 }),
      stride: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(cases, ({ format, tokenCount, sizes, ...options }) => {
        const tokens = ids.subarray(0, tokenCount);
        const whole = write(format, "uint16", options, [tokens]);
        expect(write(format, "uint16", options, cut(tokens, sizes))).toEqual(whole);
        expect(whole[0]!.shape[0]).toBe(formatOf(format).holds === "tokens" ? tokenCount : windowCount(tokenCount, options)); // each has a file
      }),
    );
  });

  it("refuses an id that doesn't fit, naming it", () => {
    expect(() => write("bin", "uint16", options, [Int32Array.of(1, 65536)])).toThrow("Token id 65536 doesn't fit in uint16 (0 to 65535).");
  });
});
