/**
 * The name of a file being written: in the folder of its final place, so that the rename stays on one disk; hidden, told apart from any
 * other run's, and saying whose it is where there are processes: what a killed process leaves can be told from what is being written.
 */

/** A process, and an id of its machine. */
export interface Owner {
  /** 8 hexadecimal digits. */
  readonly machine: string;
  readonly pid: number;
}

const pattern = /^\..+\.tokenscope-(?:([\da-f]{8})-(\d+)-)?[\da-f]{8}\.partial$/u;

export function temporaryName(name: string, owner?: Owner): string {
  const whose = owner === undefined ? "" : `${owner.machine}-${owner.pid}-`;
  return `.${name}.tokenscope-${whose}${crypto.randomUUID().slice(0, 8)}.partial`;
}

/** @returns "unknown" when the name says nothing of its owner, undefined when it is no such name */
export function ownerOf(fileName: string): Owner | "unknown" | undefined {
  const [match, machine, pid] = pattern.exec(fileName) ?? [];
  if (match === undefined) return undefined;
  return machine === undefined || pid === undefined ? "unknown" : { machine, pid: Number(pid) };
}

/** A file whose owner can't be asked counts as left over when nothing touched it for this long: no export runs for a week. */
export const abandonedAfterMs = 7 * 24 * 60 * 60 * 1000;
