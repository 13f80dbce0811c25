/** Files larger than memory, as both hosts read and write them. Without `vscode`, so that workers have them too. */
import type { ByteRange } from "../../core/checkpoints/tensor.ts";

/** A file opened for reading any part of it. Its opener closes it. */
export interface RandomAccessFile {
  /** In bytes. */
  readonly length: number;
  /** Fewer bytes come back when the file ends before the range does. @param room as long as the range: where they may be put */
  read(range: ByteRange, room?: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A file being written beside its final place: it appears there whole, or not at all. */
export interface NewFile {
  /** Appends. The bytes may be used again when it resolves. */
  write(bytes: Uint8Array): Promise<void>;
  /** Writes over the start of what is there, which is at least as long. */
  replaceStart(bytes: Uint8Array): Promise<void>;
  /** What was written so far. */
  read(range: ByteRange): Promise<Uint8Array>;
  /** The file is complete and on the disk, still beside its place; only `commit` or `discard` may follow. */
  finish(): Promise<void>;
  /** Puts the finished file in its place, over one that was there. */
  commit(): Promise<void>;
  /** Removes what was written. Safe to call after commit, when it does nothing. */
  discard(): Promise<void>;
}

/** SHA-256 over bytes given piece by piece. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal. Call once, at the end. */
  digest(): Promise<string>;
}

export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Where nothing faster is there. */
export function decodesAsUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
