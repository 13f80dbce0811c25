/**
 * Windows → Parquet with columns `input_ids` and `labels` of list<int32>, as pyarrow and Hugging Face `load_dataset("parquet", …)` read it.
 * Written by hyparquet-writer, one row group after the other.
 */
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js";
import type { WindowOptions } from "../windows/slidingWindow.ts";
import type { DatasetEncoder } from "./datasetEncoder.ts";
import { windowStream } from "./windowStream.ts";

/** Ids per column and row group: about 2 MB on disk, some 100 MB while hyparquet-writer encodes it. */
const idsPerRowGroup = 2 ** 19;

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

const listColumn = (name: string): SchemaElement[] => [
  { name, repetition_type: "REQUIRED", num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", repetition_type: "REQUIRED", type: "INT32" },
];
const schema: SchemaElement[] = [{ name: "schema", num_children: 2 }, ...listColumn("input_ids"), ...listColumn("labels")];

/** @throws RangeError on invalid options */
export function parquetEncoder(options: WindowOptions): DatasetEncoder {
  const { maxLength } = options;
  const rowsPerGroup = Math.max(1, Math.floor(idsPerRowGroup / maxLength));
  const windows = windowStream(options);
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema, createdBy: "Tokenscope" });
  let inputs: number[][] = [];
  let labels: number[][] = [];
  let count = 0;

  const takeBytes = (): Uint8Array<ArrayBuffer>[] => {
    const bytes = writer.getBytes().slice();
    writer.index = 0; // the offset, which the footer refers to, goes on
    return bytes.length === 0 ? [] : [bytes];
  };
  const writeGroup = (): Uint8Array<ArrayBuffer>[] => {
    const columnData = [
      { name: "input_ids", data: inputs },
      { name: "labels", data: labels },
    ];
    if (inputs.length > 0) void parquet.write({ columnData, rowGroupSize: rowsPerGroup }); // synchronous: this writer has no flush
    [inputs, labels] = [[], []];
    return takeBytes();
  };
  return {
    *push(ids) {
      for (const pair of windows.push(ids)) {
        inputs.push(Array.from(pair.subarray(0, maxLength)));
        labels.push(Array.from(pair.subarray(1)));
        count += 1;
        if (inputs.length === rowsPerGroup) yield* writeGroup();
      }
    },
    finish: () => {
      const lastGroup = writeGroup();
      void parquet.finish(); // synchronous as well
      return { tail: [...lastGroup, ...takeBytes()], shape: [count, maxLength] };
    },
  };
}
