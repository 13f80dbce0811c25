/** As much of `vscode` as reading chosen files needs, on this machine's disk: unit tests of the host get it in VS Code's place, so that they can ask Git
 *  and make what only a disk has: links, pipes, repositories. Types and errors are those of VS Code's own provider of files. */
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type * as vscode from "vscode";

export class Uri {
  readonly scheme = "file";
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static file = (path: string): Uri => new Uri(path);
  static parse = (text: string): Uri => new Uri(decodeURI(text.replace(/^file:\/\//, "")));
  static joinPath = (base: Uri, ...parts: string[]): Uri => base.with({ path: join(base.path, ...parts) });

  get fsPath(): string {
    return this.path;
  }
  with({ path }: { readonly path: string }): Uri {
    return new Uri(path);
  }
  toString(): string {
    return `${this.scheme}://${encodeURI(this.path)}`;
  }
}

export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 } as const;

export class FileSystemError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

const codes: Readonly<Record<string, string>> = {
  ENOENT: "FileNotFound",
  ENOTDIR: "FileNotADirectory",
  EISDIR: "FileIsADirectory",
  EACCES: "NoPermissions",
};

async function onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new FileSystemError(error.message, codes[String(error.code)] ?? "Unknown");
  }
}

async function typeOf(path: string): Promise<vscode.FileType> {
  const own = await lstat(path);
  const found = own.isSymbolicLink() ? await stat(path).catch(() => undefined) : own;
  const kind = found?.isFile() === true ? FileType.File : found?.isDirectory() === true ? FileType.Directory : FileType.Unknown;
  return own.isSymbolicLink() ? kind | FileType.SymbolicLink : kind;
}

interface Watcher {
  readonly onChange: ((uri: Uri) => void)[];
}

/** What a test changes of the settings and the workspace; `reset` before each. */
export const state = {
  settings: new Map<string, unknown>(),
  workspaceFolder: undefined as Uri | undefined,
  /** What was read, whole. */
  read: [] as string[],
  /** Paths that the permission is missing for: a test may run as root, who may read anything. */
  closed: new Set<string>(),
  /** Watchers that are there. A test says itself what they see: a disk's own events come late, or not at all. */
  watchers: new Set<Watcher>(),
  changed(path: string): void {
    for (const { onChange } of this.watchers) for (const listener of onChange) listener(Uri.file(path));
  },
  reset(): void {
    this.watchers.clear();
    this.settings = new Map();
    this.workspaceFolder = undefined;
    this.read = [];
    this.closed = new Set();
  },
};

function checkOpen({ path }: Uri): void {
  if (state.closed.has(path)) throw Object.assign(new Error(`EACCES: permission denied, ${path}`), { code: "EACCES" });
}

export const workspace = {
  fs: {
    isWritableFileSystem: (scheme: string) => (scheme === "file" ? true : undefined),
    stat: (uri: Uri) =>
      onDisk(async () => {
        checkOpen(uri);
        const { size, mtimeMs } = await stat(uri.path).catch(() => lstat(uri.path));
        return { type: await typeOf(uri.path), size, mtime: mtimeMs };
      }),
    readDirectory: (uri: Uri) =>
      onDisk(async () => {
        checkOpen(uri);
        const names = await readdir(uri.path);
        return Promise.all(names.map(async (name) => [name, await typeOf(join(uri.path, name))] as const));
      }),
    readFile: (uri: Uri) =>
      onDisk(async () => {
        checkOpen(uri);
        if (((await typeOf(uri.path)) & FileType.File) === 0) throw new Error(`${uri.path} would be waited for without end.`);
        state.read.push(uri.path);
        return new Uint8Array(await readFile(uri.path));
      }),
  },
  createFileSystemWatcher: () => {
    const watcher: Watcher = { onChange: [] };
    state.watchers.add(watcher);
    return {
      onDidChange: (listener: (uri: Uri) => void) => void watcher.onChange.push(listener),
      onDidCreate: () => undefined,
      onDidDelete: () => undefined,
      dispose: () => state.watchers.delete(watcher),
    };
  },
  getWorkspaceFolder: ({ path }: Uri) => {
    const uri = state.workspaceFolder;
    return uri !== undefined && (path === uri.path || path.startsWith(`${uri.path}/`)) ? { uri } : undefined;
  },
  getConfiguration: (section?: string) => ({
    get: (name: string) => state.settings.get(section === undefined ? name : `${section}.${name}`),
  }),
};

export class RelativePattern {
  readonly baseUri: Uri;
  readonly pattern: string;

  constructor(baseUri: Uri, pattern: string) {
    this.baseUri = baseUri;
    this.pattern = pattern;
  }
}

export const Disposable = {
  from: (...some: { readonly dispose: () => unknown }[]): { readonly dispose: () => void } => ({
    dispose: () => {
      for (const each of some) each.dispose();
    },
  }),
};

export class EventEmitter<Value> {
  readonly #listeners = new Set<(value: Value) => void>();
  readonly event = (listener: (value: Value) => void): { readonly dispose: () => void } => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class CancellationError extends Error {}

export const ProgressLocation = { Notification: 15 } as const;
export const window = {
  withProgress: (_options: object, work: (progress: object, token: object) => Promise<unknown>) =>
    work({ report: () => undefined }, { isCancellationRequested: false, onCancellationRequested: () => undefined }),
};
export const l10n = { t: (text: string, ...values: unknown[]) => text.replaceAll(/\{(\d)\}/g, (_, at) => String(values[Number(at)])) };
