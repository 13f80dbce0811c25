/** A `.npy` file of numbers as a checkpoint of one tensor. */

import { say } from "../../sentence.ts";
import { type NpyHeader, NpyError, npyHeaderLimit, type NumpyType, parseNpyHeader } from "../../numpy/npy.ts";
import { CheckpointError } from "../checkpointError.ts";
import type { Reading } from "../reading.ts";
import { byteLengthOf, type Dtype, type Tensor } from "../tensor.ts";

const dtypes: Readonly<Record<NumpyType, Dtype>> = {
  bool: "BOOL",
  int8: "I8",
  uint8: "U8",
  int16: "I16",
  uint16: "U16",
  int32: "I32",
  uint32: "U32",
  int64: "I64",
  uint64: "U64",
  float16: "F16",
  float32: "F32",
  float64: "F64",
};

/** @param name given to the array, which has none of its own  @throws CheckpointError when the header is damaged or of a kind that is not read */
export function* readNpy(name: string, fileLength: number): Reading<Tensor> {
  const start = yield { byteFrom: 0, byteTo: Math.min(fileLength, npyHeaderLimit), progress: 0 };
  const { type, byteOrder, isFortranOrder, shape, dataOffset } = headerOf(start);
  const dtype = dtypes[type];
  const byteTo = dataOffset + byteLengthOf(name, dtype, shape);
  if (byteTo !== fileLength) {
    throw new CheckpointError(
      say`The array of ${type} with shape (${shape.join(", ")}) ends at byte ${byteTo} and the file at ${fileLength}. The file is damaged; save it again.`,
    );
  }
  const tensor = { name, dtype, shape, byteFrom: dataOffset, byteTo };
  return { ...tensor, ...(byteOrder === "big" && { byteOrder }), ...(isFortranOrder && { strides: columnStrides(shape) }) };
}

function headerOf(start: Uint8Array): NpyHeader {
  try {
    return parseNpyHeader(start);
  } catch (error) {
    throw error instanceof NpyError ? new CheckpointError(error.sentence, { cause: error }) : error;
  }
}

/** Column by column: the first index changes fastest. */
function columnStrides(shape: readonly number[]): readonly number[] {
  let stride = 1;
  return shape.map((side) => {
    const own = stride;
    stride *= side;
    return own;
  });
}
