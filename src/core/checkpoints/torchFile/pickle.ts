/**
 * Python's pickle (protocols 2 to 5, and the older opcodes that they keep) as a machine that builds descriptions: Lib/pickletools.py says what each
 * opcode does. It can run nothing: names that are imported become entries of a table, and a name that is not in it stops the reading.
 */

import type { CheckpointError } from "../checkpointError.ts";
import { dict, isDict, isGlobal, isPlain, isSequence, type PickleValue, sequence } from "./pickleValues.ts";
import { callGlobal, malformed, toGlobal, toStorage } from "./torchGlobals.ts";

/** A tensor takes 60; a checkpoint with its optimizer's state has a few thousand tensors. What they build stays below 500 MB at worst. */
const opcodeLimit = 2_000_000;
/** Opcodes between two pauses: about a millisecond. */
const opcodesPerStep = 16_384;

/** @returns what the pickle builds  Yields now and then, so that whoever runs it can do other things  @throws CheckpointError when it is damaged or wants more than tensors */
export function* unpickle(bytes: Uint8Array): Generator<void, PickleValue> {
  const machine = new Machine(bytes);
  for (let count = 1; !machine.step(); count += 1) {
    if (count >= opcodeLimit) throw malformed(`has more than ${opcodeLimit} steps`);
    if (count % opcodesPerStep === 0) yield;
  }
  return machine.result();
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class Machine {
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
    if (this.#stack.length !== 1 || this.#below.length > 0) throw malformed("ends in the middle");
    return this.#stack[0];
  }

  /** Does the next opcode.  @returns whether it was the last */
  step(): boolean {
    const opcode = this.#take(1)[0]!; // one byte was taken
    const run = operations.get(opcode);
    if (run === undefined) throw malformed(`has the unknown opcode 0x${opcode.toString(16).padStart(2, "0")} at byte ${this.#at - 1}`);
    run(this);
    return opcode === stop;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    if (this.#stack.length === 0) throw malformed("takes a value that is not there");
    return this.#stack.pop();
  }

  /** The value on top stays. */
  top(): PickleValue {
    if (this.#stack.length === 0) throw malformed("takes a value that is not there");
    return this.#stack.at(-1);
  }

  mark(): void {
    this.#below.push(this.#stack);
    this.#stack = [];
  }

  /** What was pushed since the last mark. */
  sinceMark(): PickleValue[] {
    const stack = this.#below.pop();
    if (stack === undefined) throw malformed("closes what was not opened");
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
    if (!this.#memo.has(key)) throw malformed("refers to what was not remembered");
    this.push(this.#memo.get(key));
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
      throw asMalformed(error, "has text that is not UTF-8");
    }
  }

  /** Up to the end of the line. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end === -1) throw malformed("ends in the middle");
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
    if (this.#at + length > this.#bytes.length) throw malformed("ends in the middle");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function asMalformed(error: unknown, problem: string): CheckpointError | Error {
  return error instanceof TypeError ? malformed(problem) : error instanceof Error ? error : malformed(problem);
}

const stop = 0x2e;
const code = (character: string): number => character.charCodeAt(0);

function setItems(target: PickleValue, items: readonly PickleValue[]): void {
  if (!isDict(target) || items.length % 2 !== 0) throw malformed("fills what is no dict");
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (isPlain(key)) target.entries.set(key, items[i + 1]);
  }
}

function append(target: PickleValue, items: readonly PickleValue[]): void {
  if (!isSequence(target)) throw malformed("fills what is no list");
  for (const item of items) target.items.push(item);
}

function call(machine: Machine): void {
  const args = machine.pop();
  const callee = machine.pop();
  if (!isGlobal(callee) || !isSequence(args)) throw malformed("calls what is no name");
  machine.push(callGlobal(callee, args.items));
}

function importName(machine: Machine, module: PickleValue, name: PickleValue): void {
  if (typeof module !== "string" || typeof name !== "string") throw malformed("imports what is no name");
  machine.push(toGlobal(module, name));
}

function tuple(machine: Machine, length: number): void {
  const items = Array.from({ length }, () => machine.pop());
  machine.push(sequence(items.reverse()));
}

const operations: ReadonlyMap<number, (machine: Machine) => void> = new Map([
  [stop, () => undefined],
  [0x80, (machine) => machine.skip(1)], // PROTO
  [0x95, (machine) => machine.skip(8)], // FRAME
  [code("("), (machine) => machine.mark()],
  [code("0"), (machine) => void machine.pop()],
  [code("1"), (machine) => void machine.sinceMark()],
  [code("2"), (machine) => machine.push(machine.top())],
  // Plain values
  [code("N"), (machine) => machine.push(undefined)],
  [0x88, (machine) => machine.push(true)],
  [0x89, (machine) => machine.push(false)],
  [code("K"), (machine) => machine.push(machine.uint8())],
  [code("M"), (machine) => machine.push(machine.uint16())],
  [code("J"), (machine) => machine.push(machine.int32())],
  [0x8a, (machine) => machine.push(machine.long(machine.uint8()))],
  [0x8b, (machine) => machine.push(machine.long(machine.uint32()))],
  [code("G"), (machine) => machine.push(machine.float64())],
  [code("I"), (machine) => machine.push(Number(machine.line()))],
  [code("L"), (machine) => machine.push(Number(machine.line().replace(/L$/u, "")))],
  [code("F"), (machine) => machine.push(Number(machine.line()))],
  [code("X"), (machine) => machine.push(machine.text(machine.uint32()))],
  [0x8c, (machine) => machine.push(machine.text(machine.uint8()))],
  [0x8d, (machine) => machine.push(machine.text(machine.uint64()))],
  [code("T"), (machine) => machine.push(machine.text(machine.uint32()))],
  [code("U"), (machine) => machine.push(machine.text(machine.uint8()))],
  [code("B"), (machine) => machine.push(machine.bytes(machine.uint32()))],
  [code("C"), (machine) => machine.push(machine.bytes(machine.uint8()))],
  [0x8e, (machine) => machine.push(machine.bytes(machine.uint64()))],
  [0x96, (machine) => machine.push(machine.bytes(machine.uint64()))],
  // Tuples, lists, dicts, sets
  [code(")"), (machine) => machine.push(sequence([]))],
  [code("t"), (machine) => machine.push(sequence(machine.sinceMark()))],
  [0x85, (machine) => tuple(machine, 1)],
  [0x86, (machine) => tuple(machine, 2)],
  [0x87, (machine) => tuple(machine, 3)],
  [code("]"), (machine) => machine.push(sequence([]))],
  [code("l"), (machine) => machine.push(sequence(machine.sinceMark()))],
  [0x8f, (machine) => machine.push(sequence([]))],
  [0x91, (machine) => machine.push(sequence(machine.sinceMark()))],
  [code("}"), (machine) => machine.push(dict())],
  [
    code("d"),
    (machine) => {
      const items = machine.sinceMark();
      machine.push(dict());
      setItems(machine.top(), items);
    },
  ],
  [
    code("a"),
    (machine) => {
      const item = machine.pop();
      append(machine.top(), [item]);
    },
  ],
  [
    code("e"),
    (machine) => {
      const items = machine.sinceMark();
      append(machine.top(), items);
    },
  ],
  [
    0x90, // ADDITEMS
    (machine) => {
      const items = machine.sinceMark();
      append(machine.top(), items);
    },
  ],
  [
    code("s"),
    (machine) => {
      const value = machine.pop();
      const key = machine.pop();
      setItems(machine.top(), [key, value]);
    },
  ],
  [
    code("u"),
    (machine) => {
      const items = machine.sinceMark();
      setItems(machine.top(), items);
    },
  ],
  // What was built before
  [code("q"), (machine) => machine.remember(machine.uint8())],
  [code("r"), (machine) => machine.remember(machine.uint32())],
  [code("p"), (machine) => machine.remember(Number(machine.line()))],
  [0x94, (machine) => machine.rememberNext()],
  [code("h"), (machine) => machine.recall(machine.uint8())],
  [code("j"), (machine) => machine.recall(machine.uint32())],
  [code("g"), (machine) => machine.recall(Number(machine.line()))],
  // Names and calls
  [
    code("c"),
    (machine) => {
      const module = machine.line();
      importName(machine, module, machine.line());
    },
  ],
  [
    0x93, // STACK_GLOBAL
    (machine) => {
      const name = machine.pop();
      importName(machine, machine.pop(), name);
    },
  ],
  [
    code("i"), // INST: a name, called with what was pushed since the mark
    (machine) => {
      const module = machine.line();
      importName(machine, module, machine.line());
      const callee = machine.pop();
      const args = sequence(machine.sinceMark());
      machine.push(callee);
      machine.push(args);
      call(machine);
    },
  ],
  [code("R"), call],
  [0x81, call], // NEWOBJ
  [
    0x92, // NEWOBJ_EX: with keywords, which no name here takes
    (machine) => {
      machine.pop();
      call(machine);
    },
  ],
  [
    code("b"), // BUILD sets attributes, as `_metadata` of a state_dict
    (machine) => void machine.pop(),
  ],
  [code("Q"), (machine) => machine.push(toStorage(machine.pop()))],
]);
