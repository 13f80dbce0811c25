/** Tensors → a `.safetensors` file that Hugging Face's library reads. */

import { rangeError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { byteLengthOf, type Dtype } from "../tensor.ts";

export interface TensorToWrite {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Row-major, little-endian. */
  readonly bytes: Uint8Array;
}

/** Values start at a multiple of this, as the library writes them. */
const alignment = 8;
const lengthBytes = 8;

/** The bytes of single-precision values, a view. Little-endian, as every machine that runs VS Code. */
export const float32Bytes = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** @param metadata free text for readers, e.g. { source: "Tokenscope" }  @returns the whole file
 *  @throws RangeError when a name comes twice or the bytes do not fit dtype and shape */
export function writeSafetensors(tensors: readonly TensorToWrite[], metadata?: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const entries: [string, unknown][] = metadata ? [["__metadata__", metadata]] : [];
  const names = new Set<string>(["__metadata__"]);
  let dataLength = 0;
  for (const { name, dtype, shape, bytes } of tensors) {
    const expected = byteLengthOf(name, dtype, shape);
    if (names.has(name)) throw rangeError(say`The name ${JSON.stringify(name)} is taken. Give each tensor its own.`);
    if (bytes.length !== expected)
      throw rangeError(say`${bytes.length} bytes do not make ${dtype} [${shape.join(", ")}]; that takes ${expected}.`);
    names.add(name);
    entries.push([name, { dtype, shape, data_offsets: [dataLength, dataLength + bytes.length] }]);
    dataLength += bytes.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries))); // fromEntries defines, so "__proto__" is a name like any other
  const headerLength = Math.ceil(json.length / alignment) * alignment;
  const file = new Uint8Array(lengthBytes + headerLength + dataLength);
  new DataView(file.buffer).setUint32(0, headerLength, true); // the high word stays 0
  file.fill(" ".charCodeAt(0), lengthBytes, lengthBytes + headerLength);
  file.set(json, lengthBytes);
  let at = lengthBytes + headerLength;
  for (const { bytes } of tensors) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}
