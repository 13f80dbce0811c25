/** What a pickle's opcodes work on: the bytes, read from the start to the end, a stack with marks, and the memo of what was built before. */
import { say, type Sentence } from "../../../sentence.ts";
import type { CheckpointError } from "../../checkpointError.ts";
import type { PickleValue } from "./pickleValues.ts";
import { malformed } from "./torchGlobals.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class PickleMachine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #stack: PickleValue[] = [];
  /** Stacks below the marks that are open. */
  readonly #below: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  result(): PickleValue {
    if (this.#stack.length !== 1 || this.#below.length > 0) throw malformed(say`The pickle ends in the middle.`);
    return this.#stack[0];
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    if (this.#stack.length === 0) throw malformed(say`The pickle takes a value that is not there.`);
    return this.#stack.pop();
  }

  /** The value on top stays. */
  top(): PickleValue {
    if (this.#stack.length === 0) throw malformed(say`The pickle takes a value that is not there.`);
    return this.#stack.at(-1);
  }

  mark(): void {
    this.#below.push(this.#stack);
    this.#stack = [];
  }

  /** What was pushed since the last mark. */
  sinceMark(): PickleValue[] {
    const stack = this.#below.pop();
    if (stack === undefined) throw malformed(say`The pickle closes what was not opened.`);
    const items = this.#stack;
    this.#stack = stack;
    return items;
  }

  remember(key: number): void {
    this.#memo.set(key, this.top());
  }

  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(key: number): void {
    if (!this.#memo.has(key)) throw malformed(say`The pickle refers to what was not remembered.`);
    this.push(this.#memo.get(key));
  }

  /** Of the byte that is read next. */
  get at(): number {
    return this.#at;
  }

  skip(length: number): void {
    this.#take(length);
  }

  uint8 = (): number => this.#take(1)[0]!; // one byte was taken
  uint16 = (): number => this.#number(2, (at) => this.#view.getUint16(at, true));
  int32 = (): number => this.#number(4, (at) => this.#view.getInt32(at, true));
  uint32 = (): number => this.#number(4, (at) => this.#view.getUint32(at, true));
  uint64 = (): number => this.uint32() + this.uint32() * 2 ** 32;
  float64 = (): number => this.#number(8, (at) => this.#view.getFloat64(at, false));

  bytes(length: number): Uint8Array {
    return this.#take(length);
  }

  text(length: number): string {
    try {
      return utf8.decode(this.#take(length));
    } catch (error) {
      throw asMalformed(error, say`The pickle has text that is not UTF-8.`);
    }
  }

  /** Up to the end of the line. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end === -1) throw malformed(say`The pickle ends in the middle.`);
    const text = this.text(end - this.#at);
    this.skip(1);
    return text;
  }

  /** A little-endian integer in two's complement. */
  long(length: number): number {
    const bytes = this.#take(length);
    let value = 0;
    for (let i = length - 1; i >= 0; i -= 1) value = value * 256 + bytes[i]!; // i < length
    return length > 0 && bytes[length - 1]! >= 0x80 ? value - 256 ** length : value;
  }

  #number(size: number, read: (at: number) => number): number {
    const at = this.#at;
    this.#take(size);
    return read(at);
  }

  #take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw malformed(say`The pickle ends in the middle.`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function asMalformed(error: unknown, problem: Sentence): CheckpointError | Error {
  return error instanceof TypeError ? malformed(problem) : error instanceof Error ? error : malformed(problem);
}
