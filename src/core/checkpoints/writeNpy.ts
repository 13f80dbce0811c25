/** Single-precision values → a `.npy` file, version 1, that `numpy.load` reads. */

/** NumPy aligns the values to this. */
const alignment = 64;
const preambleLength = 10;

/** @param shape its product is values.length  @returns the whole file  @throws RangeError when it is not */
export function writeNpy(values: Float32Array, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (shape.reduce((product, side) => product * side, 1) !== values.length) {
    throw new RangeError(`${values.length} values do not make an array of shape (${shape.join(", ")}).`);
  }
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dict = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sides}), }`;
  const length = Math.ceil((preambleLength + dict.length + 1) / alignment) * alignment;
  const header = `${dict.padEnd(length - preambleLength - 1, " ")}\n`;
  const file = new Uint8Array(length + values.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]); // "\x93NUMPY", version 1.0, u16
  file.set(new TextEncoder().encode(header), preambleLength);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), length); // little-endian, as every machine that runs VS Code
  return file;
}
