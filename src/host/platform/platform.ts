/** What differs between the hosts: how files larger than memory are read and written. Everything else goes through vscode.workspace.fs. */
import * as vscode from "vscode";
import type { DatasetManifest } from "../../core/datasets/manifest.ts";
import type { ExportJob, ExportProgress } from "../export/exportJob.ts";
import type { Hasher, NewFile, RandomAccessFile } from "./files.ts";
import { abandonedAfterMs, ownerOf, temporaryName } from "./temporaryName.ts";

export interface Platform {
  openFile(uri: vscode.Uri): Promise<RandomAccessFile>;
  createFile(uri: vscode.Uri): Promise<NewFile>;
  sha256(): Hasher;
  /** Removes what killed processes left in a folder beside the places of their files; never what is being written. */
  removeLeftovers(folder: vscode.Uri): Promise<void>;
  /** Runs an export between local files off the host's thread; null where there is no such thing. */
  readonly exportInWorker:
    | ((
        script: vscode.Uri,
        job: ExportJob,
        vocabulary: Uint8Array,
        signal: AbortSignal,
        onProgress: (progress: ExportProgress) => void,
      ) => Promise<DatasetManifest>)
    | null;
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
  const slash = uri.path.lastIndexOf("/");
  const temporary = uri.with({ path: `${uri.path.slice(0, slash)}/${temporaryName(uri.path.slice(slash + 1))}` });
  let parts: Uint8Array[] = [];
  let isWritten = false;
  const whole = (): Uint8Array => {
    const [first] = parts;
    const bytes = parts.length === 1 && first !== undefined ? first : joined(parts);
    parts = [bytes];
    return bytes;
  };
  const finish = async (): Promise<void> => {
    if (isWritten) return;
    isWritten = true;
    await vscode.workspace.fs.writeFile(temporary, whole());
    parts = [];
  };
  return Promise.resolve({
    write: (bytes) => {
      parts.push(bytes.slice());
      return Promise.resolve();
    },
    replaceStart: (bytes) => {
      whole().set(bytes);
      return Promise.resolve();
    },
    read: ({ byteFrom, byteTo }) => Promise.resolve(whole().slice(byteFrom, byteTo)),
    finish,
    commit: async () => {
      await finish();
      await vscode.workspace.fs.rename(temporary, uri, { overwrite: true });
      isWritten = false;
    },
    discard: async () => {
      parts = [];
      if (!isWritten) return;
      isWritten = false;
      await vscode.workspace.fs.delete(temporary).then(undefined, () => undefined); // writing it may have failed
    },
  });
}

/** Where no process can be asked, the files' age tells. */
export async function removeOldLeftovers(folder: vscode.Uri): Promise<void> {
  try {
    for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
      if (ownerOf(name) === undefined) continue;
      const file = vscode.Uri.joinPath(folder, name);
      const { mtime } = await vscode.workspace.fs.stat(file);
      if (Date.now() - mtime > abandonedAfterMs) await vscode.workspace.fs.delete(file);
    }
  } catch {
    // what can't be looked at or removed stays
  }
}

/** `crypto.subtle` hashes a whole at once: the bytes are kept until then. */
export function wholeSha256(): Hasher {
  const parts: Uint8Array[] = [];
  return {
    update: (bytes) => void parts.push(bytes.slice()),
    digest: async () => {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts)));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
