/** What each opcode of a pickle does, as Lib/pickletools.py says it: protocols 2 to 5, and the older opcodes that they keep. */
import { say } from "../../../sentence.ts";
import { dict, isDict, isGlobal, isPlain, isSequence, type PickleValue, sequence } from "./pickleValues.ts";
import type { PickleMachine } from "./pickleMachine.ts";
import { callGlobal, malformed, toGlobal, toStorage } from "./torchGlobals.ts";

/** The last opcode. */
export const stop = 0x2e;
const code = (character: string): number => character.charCodeAt(0);

function setItems(target: PickleValue, items: readonly PickleValue[]): void {
  if (!isDict(target) || items.length % 2 !== 0) throw malformed(say`The pickle fills what is no dict.`);
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (isPlain(key)) target.entries.set(key, items[i + 1]);
  }
}

function append(target: PickleValue, items: readonly PickleValue[]): void {
  if (!isSequence(target)) throw malformed(say`The pickle fills what is no list.`);
  for (const item of items) target.items.push(item);
}

function call(machine: PickleMachine): void {
  const args = machine.pop();
  const callee = machine.pop();
  if (!isGlobal(callee) || !isSequence(args)) throw malformed(say`The pickle calls what is no name.`);
  machine.push(callGlobal(callee, args.items));
}

function importName(machine: PickleMachine, module: PickleValue, name: PickleValue): void {
  if (typeof module !== "string" || typeof name !== "string") throw malformed(say`The pickle imports what is no name.`);
  machine.push(toGlobal(module, name));
}

function tuple(machine: PickleMachine, length: number): void {
  const items = Array.from({ length }, () => machine.pop());
  machine.push(sequence(items.reverse()));
}

/** By opcode; the letters are those of protocol 0. */
export const operations: ReadonlyMap<number, (machine: PickleMachine) => void> = new Map([
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
