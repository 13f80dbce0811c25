/** What differs between the hosts: how files larger than memory are read and written. Everything else goes through vscode.workspace.fs. */
import * as vscode from "vscode";
import type { ByteRange } from "../../core/checkpoints/tensor.ts";

/** A file opened for reading any part of it. Its opener closes it. */
export interface RandomAccessFile {
  /** In bytes. */
  readonly length: number;
  /** Fewer bytes come back when the file ends before the range does. */
  read(range: ByteRange): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A file being written beside its final place: it appears there whole, or not at all. */
export interface NewFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Puts the finished file in its place, over one that was there. */
  commit(): Promise<void>;
  /** Removes what was written. Safe to call after commit, when it does nothing. */
  discard(): Promise<void>;
}

export interface Platform {
  openFile(uri: vscode.Uri): Promise<RandomAccessFile>;
  createFile(uri: vscode.Uri): Promise<NewFile>;
}

/** A file system that only reads whole files: of a virtual workspace, or any in the web host. */
export async function openWhole(uri: vscode.Uri): Promise<RandomAccessFile> {
  const bytes = await vscode.workspace.fs.readFile(uri);
  return {
    length: bytes.length,
    read: ({ byteFrom, byteTo }) => Promise.resolve(bytes.subarray(byteFrom, byteTo)),
    close: () => Promise.resolve(),
  };
}

/** Gathers the file in memory and writes it as a temporary one, which is then renamed. */
export function createWhole(uri: vscode.Uri): Promise<NewFile> {
  const temporary = temporaryBeside(uri);
  const parts: Uint8Array[] = [];
  let isWritten = false;
  return Promise.resolve({
    write: (bytes) => {
      parts.push(bytes.slice());
      return Promise.resolve();
    },
    commit: async () => {
      isWritten = true;
      await vscode.workspace.fs.writeFile(temporary, joined(parts));
      await vscode.workspace.fs.rename(temporary, uri, { overwrite: true });
      isWritten = false;
    },
    discard: async () => {
      parts.length = 0;
      if (isWritten) await vscode.workspace.fs.delete(temporary);
    },
  });
}

/** In the same folder, so that the rename stays on one disk; hidden, and told apart from any other run's. */
export const temporaryBeside = (uri: vscode.Uri): vscode.Uri => {
  const slash = uri.path.lastIndexOf("/");
  return uri.with({ path: `${uri.path.slice(0, slash)}/.${uri.path.slice(slash + 1)}.${crypto.randomUUID().slice(0, 8)}.partial` });
};

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
