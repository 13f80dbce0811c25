/** Node's `Buffer`, where there is one: quicker than what every platform has at copying the units of a string, and at finding a few bytes. */
interface NodeBuffer {
  write(text: string, encoding: "utf16le"): number;
  includes(text: string, from: number, encoding: "latin1"): boolean;
}

export const { Buffer: nodeBuffer } = globalThis as {
  readonly Buffer?: { from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer };
};
