/**
 * The header of a `.safetensors` file → its tensors: a u64 little-endian length, that many bytes of JSON, then the values.
 * As strict as Hugging Face's `safetensors` library: every byte of values belongs to exactly one tensor.
 */

import { say, type Sentence } from "../../sentence.ts";
import { quoted } from "../../files/quoted.ts";
import { CheckpointError } from "../checkpointError.ts";
import { type JsonObject, type JsonValue, readBoundedJson } from "./boundedJson.ts";
import { pause, type Reading } from "../reading.ts";
import { byteLengthOf, isDtype, type Tensor, valueCount } from "../tensor.ts";

const lengthBytes = 8;
/** The library's own limit; the header of the largest model is a few megabytes. */
const headerLengthLimit = 100_000_000;
const emptyObjectLength = 2;
/** Tensors checked between two pauses: a millisecond or two. */
const tensorsPerStep = 2_048;
const metadataName = "__metadata__";

/** @returns the tensors in the order of their bytes  @throws CheckpointError when the header is damaged, lies or does not fit the file */
export function* readSafetensors(fileLength: number): Reading<readonly Tensor[]> {
  if (fileLength < lengthBytes + emptyObjectLength) {
    throw new CheckpointError(
      say`The file has ${fileLength} bytes; a .safetensors file has at least 10. It was cut short or is of another format.`,
    );
  }
  const length = yield { byteFrom: 0, byteTo: lengthBytes, progress: 0 };
  const dataFrom = lengthBytes + headerLengthOf(length, fileLength);
  const header = yield { byteFrom: lengthBytes, byteTo: dataFrom, progress: 0 };
  return yield* parseHeader(header, dataFrom, fileLength);
}

function headerLengthOf(bytes: Uint8Array, fileLength: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > headerLengthLimit) {
    throw new CheckpointError(
      say`The header claims ${length} bytes; more than ${headerLengthLimit} is refused. This is no .safetensors file, or a damaged one.`,
    );
  }
  if (length < emptyObjectLength) {
    throw new CheckpointError(say`The header claims ${length} bytes; it has at least 2. The file is damaged; download or export it again.`);
  }
  if (lengthBytes + length > fileLength) {
    throw new CheckpointError(
      say`The header claims ${length} bytes and the file ends after ${fileLength - lengthBytes} of them. It was cut short; download or export it again.`,
    );
  }
  return length;
}

/** @param header the JSON bytes alone  @param dataFrom where in the file the values start, right after the header */
function* parseHeader(header: Uint8Array, dataFrom: number, fileLength: number): Reading<readonly Tensor[]> {
  if (header[0] !== "{".charCodeAt(0)) {
    throw new CheckpointError(say`The header does not start with a brace. This is no .safetensors file, or a damaged one.`);
  }
  const json = yield* readBoundedJson(header, say`The header`);
  if (!isObject(json)) throw new CheckpointError(say`The header is no JSON object. The file is damaged; download or export it again.`);
  const tensors: Tensor[] = [];
  for (const [name, entry] of json) {
    if (tensors.length % tensorsPerStep === tensorsPerStep - 1) yield pause;
    if (name !== metadataName) tensors.push(toTensor(name, entry, dataFrom));
    else if (!isObject(entry)) throw new CheckpointError(say`The header's __metadata__ is no JSON object. The file is damaged.`);
  }
  tensors.sort((a, b) => a.byteFrom - b.byteFrom || a.byteTo - b.byteTo);
  checkCoverage(tensors, dataFrom, fileLength);
  return tensors;
}

function toTensor(name: string, entry: JsonValue, dataFrom: number): Tensor {
  const fail = (problem: Sentence): CheckpointError =>
    new CheckpointError(say`${problem} The file is damaged; download or export it again.`);
  if (!isObject(entry)) throw fail(say`Tensor ${quoted(name)} has no description.`);
  const dtype = entry.get("dtype");
  if (typeof dtype !== "string") throw fail(say`Tensor ${quoted(name)} has no dtype.`);
  const shape = toCounts(entry.get("shape"));
  if (!shape) throw fail(say`Tensor ${quoted(name)} has no shape of whole numbers from 0 on.`);
  const [from, to, ...rest] = toCounts(entry.get("data_offsets")) ?? [];
  if (from === undefined || to === undefined || rest.length > 0)
    throw fail(say`Tensor ${quoted(name)} has no two data_offsets of whole numbers from 0 on.`);
  if (to < from) throw fail(say`Tensor ${quoted(name)} ends at ${to}, before its start at ${from}.`);
  if (!isDtype(dtype)) {
    valueCount(name, shape); // what its values take is not known, but no shape is larger than any file
    return { name, dtype: printable(dtype), shape, byteFrom: dataFrom + from, byteTo: dataFrom + to };
  }
  const byteLength = byteLengthOf(name, dtype, shape);
  if (to - from !== byteLength) {
    throw fail(
      say`Tensor ${quoted(name)} has ${to - from} bytes, and its dtype ${dtype} and shape [${shape.join(", ")}] take ${byteLength}.`,
    );
  }
  return { name, dtype, shape, byteFrom: dataFrom + from, byteTo: dataFrom + to };
}

/** Safetensors' own names of types are short and plain; another one comes in quotes. */
const printable = (dtype: string): string => (/^\w{1,20}$/u.test(dtype) ? dtype : quoted(dtype));

/** Each byte after the header belongs to exactly one tensor: no overlap, no gap, no end beyond the file. */
function checkCoverage(tensors: readonly Tensor[], dataFrom: number, fileLength: number): void {
  let reached = dataFrom;
  for (const { name, byteFrom, byteTo } of tensors) {
    if (byteTo > fileLength) {
      throw new CheckpointError(
        say`Tensor ${quoted(name)} ends at byte ${byteTo} and the file at ${fileLength}. It was cut short; download or export it again.`,
      );
    }
    if (byteFrom < reached)
      throw new CheckpointError(say`Tensor ${quoted(name)} overlaps another one. The file is damaged; download or export it again.`);
    if (byteFrom > reached)
      throw new CheckpointError(say`${byteFrom - reached} bytes before tensor ${quoted(name)} belong to no tensor. The file is damaged.`);
    reached = byteTo;
  }
  if (reached !== fileLength) {
    throw new CheckpointError(
      say`The file has ${fileLength - reached} bytes after its last tensor. It is damaged; download or export it again.`,
    );
  }
}

const isObject = (value: JsonValue | undefined): value is JsonObject => value instanceof Map;

function toCounts(value: JsonValue | undefined): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const counts = value.filter((item): item is number => Number.isSafeInteger(item) && Number(item) >= 0);
  return counts.length === value.length ? counts : undefined;
}
