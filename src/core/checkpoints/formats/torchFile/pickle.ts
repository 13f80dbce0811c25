/**
 * Python's pickle, read by a machine that builds descriptions. It can run nothing: names that are imported become entries of a table, and a
 * name that is not in it stops the reading.
 */
import { say } from "../../../sentence.ts";
import { hexOf } from "../../../files/hexOf.ts";
import { PickleMachine } from "./pickleMachine.ts";
import { operations, stop } from "./pickleOpcodes.ts";
import type { PickleValue } from "./pickleValues.ts";
import { malformed } from "./torchGlobals.ts";

/** A tensor takes 60; a checkpoint with its optimizer's state has a few thousand tensors. What they build stays below 500 MB at worst. */
const opcodeLimit = 2_000_000;
/** Opcodes between two pauses: about a millisecond. */
const opcodesPerStep = 16_384;

/** @returns what the pickle builds  Yields now and then, so that whoever runs it can do other things  @throws CheckpointError when it is damaged or wants more than tensors */
export function* unpickle(bytes: Uint8Array): Generator<void, PickleValue> {
  const machine = new PickleMachine(bytes);
  for (let count = 1; !step(machine); count += 1) {
    if (count >= opcodeLimit) throw malformed(say`The pickle has more than ${opcodeLimit} steps.`);
    if (count % opcodesPerStep === 0) yield;
  }
  return machine.result();
}

/** Does the next opcode.  @returns whether it was the last */
function step(machine: PickleMachine): boolean {
  const opcode = machine.uint8();
  const run = operations.get(opcode);
  if (run === undefined) throw malformed(say`The pickle has the unknown opcode 0x${hexOf([opcode])} at byte ${machine.at - 1}.`);
  run(machine);
  return opcode === stop;
}
