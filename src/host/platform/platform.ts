/** What differs between the hosts: how files larger than memory are read and written. Everything else goes through vscode.workspace.fs. */
import * as vscode from "vscode";
import { hexOf } from "../../core/files/hexOf.ts";
import { type Hasher, joinedBytes, type NewFile, type RandomAccessFile } from "./files.ts";
import { abandonedAfterMs, ownerOf, temporaryName } from "./temporaryName.ts";
import type { StartThread } from "./thread.ts";

export interface Platform {
  openFile(uri: vscode.Uri): Promise<RandomAccessFile>;
  createFile(uri: vscode.Uri): Promise<NewFile>;
  sha256(): Hasher;
  /** Removes what killed processes left in a folder beside the places of their files; never what is being written. */
  removeLeftovers(folder: vscode.Uri): Promise<void>;
  /** The ignore file that Git applies in every repository of this user, whether or not it is there; undefined where nobody has one. */
  gitExcludesFile(): Promise<vscode.Uri | undefined>;
  /** Where a folder is once links on the way to it are followed: whose ignore files hold for it. Itself where nothing tells. */
  realFolder(uri: vscode.Uri): Promise<vscode.Uri>;
  /** Whether bytes are whole UTF-8. */
  isUtf8(bytes: Uint8Array): boolean;
  /** The user's own folder; undefined where no such disk is reached. */
  readonly homeFolder: vscode.Uri | undefined;
  /** The folder in which Hugging Face's libraries keep models, there or not; undefined where no such disk is reached. */
  readonly modelCache: vscode.Uri | undefined;
  /** Starts threads that run a bundle of dist/; undefined where there are none. */
  readonly threads: Threads | undefined;
}

export interface Threads {
  /** How many can be at work at once. */
  readonly count: number;
  /** Whether they reach this machine's disk by themselves. */
  readonly haveDisk: boolean;
  /** @param script the bundle's place */
  start(script: vscode.Uri): Promise<StartThread>;
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
    const bytes = parts.length === 1 && first !== undefined ? first : joinedBytes(parts);
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

/** Where no process can be asked, the age of a file decides. */
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
    digest: async () => hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", joinedBytes(parts)))),
  };
}
