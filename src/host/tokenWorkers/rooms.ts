/** Buffers used again. Text goes to a thread in one, ids come back in another: both ends always have some, and memory stays as it is. */

/** More are let go: it is more than are under way between a thread and all others. */
const mostKept = 64;

export class Rooms {
  readonly #kept: ArrayBuffer[] = [];

  /** A buffer that nobody else has, of as many bytes or more; what is in it is left from before. */
  take(byteLength: number): ArrayBuffer {
    const at = this.#kept.findIndex((buffer) => buffer.byteLength >= byteLength);
    const [buffer] = at < 0 ? [] : this.#kept.splice(at, 1);
    return buffer ?? new ArrayBuffer(2 * byteLength); // ids may take more than their text
  }

  /** For a buffer that nobody uses any more. */
  give(buffer: ArrayBuffer): void {
    if (this.#kept.length < mostKept) this.#kept.push(buffer);
  }
}
