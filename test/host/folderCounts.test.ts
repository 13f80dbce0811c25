/** Count Tokens on files and folders: what is counted, what is left out, how it is shown, and that it is kept current. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { Encodings } from "../../src/host/documents/encodings.ts";
import { FolderCounts } from "../../src/host/folderCounts/folderCounts.ts";
import type { Platform } from "../../src/host/platform/platform.ts";
import { TokenWorkers } from "../../src/host/tokenWorkers/tokenWorkers.ts";
import { activate, closeAll, makeWatchedFolders, noFiles, plainPlatform, until } from "./support.ts";

const root = (): vscode.Uri => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, "counted");
};
const write = (path: string, content: string | Uint8Array): Thenable<void> =>
  vscode.workspace.fs.writeFile(
    vscode.Uri.joinPath(root(), path),
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
/** Rows of Copy as CSV, below their heading. */
async function rows(): Promise<string[]> {
  await vscode.env.clipboard.writeText("");
  await vscode.commands.executeCommand("tokenscope.copyCountsAsCsv");
  const [heading, ...lines] = (await vscode.env.clipboard.readText()).trimEnd().split("\r\n");
  assert.equal(heading, "path,tokens,bytes");
  return lines;
}
const count = (...paths: string[]): Thenable<unknown> => {
  const uris = paths.map((path) => vscode.Uri.joinPath(root(), path));
  return vscode.commands.executeCommand("tokenscope.countTokens", uris[0], uris);
};

describe("count tokens", () => {
  before(async () => {
    await activate();
    await makeWatchedFolders(root(), vscode.Uri.joinPath(root(), "in"));
  });
  beforeEach(async () => {
    await closeAll();
    await vscode.commands.executeCommand("tokenscope.closeCounts");
    await write("in/a.md", "The cat sat.\n");
    await write("in/deep/b.md", "The cat sat on the mat.\r\n");
    await write("in/deep/empty.md", "");
    await write("in/skip.log", "no");
    await write("in/.gitignore", "*.log\n");
    await write("in/.env", "KEY=1");
    await write("in/id_ed25519", "a key");
    await write("in/deep/server.pem", "a key");
    await write("in/picture.png", Uint8Array.of(137, 80, 0, 0));
  });
  after(async () => {
    await vscode.commands.executeCommand("tokenscope.closeCounts");
    await vscode.workspace.fs.delete(root(), { recursive: true });
  });

  it("gives GPT-2's counts, largest first, without what is ignored, hidden, binary or secret by its name", async () => {
    await count("in");
    assert.deepEqual(await rows(), ["deep/b.md,8,25", "a.md,5,13", "deep/empty.md,0,0"]);
  });

  it("counts files that are chosen by themselves", async () => {
    await count("in/a.md", "in/skip.log");
    assert.deepEqual(await rows(), ["a.md,5,13", "skip.log,1,2"]);
  });

  it("counts a large file in parts, by all threads where there are some", async () => {
    await write("in/large.txt", "The cat sat on the mat. ".repeat(400_000));
    await count("in/large.txt");
    assert.deepEqual(await rows(), ["large.txt,2800001,9600000"]);
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), "in/large.txt"));
  });

  it("filters by words of the path", async () => {
    await count("in");
    await vscode.commands.executeCommand("tokenscope.filterCounts", "DEEP md");
    assert.deepEqual(await rows(), ["deep/b.md,8,25", "deep/empty.md,0,0"]);
    await vscode.commands.executeCommand("tokenscope.clearCountsFilter");
    assert.equal((await rows()).length, 3);
  });

  it("keeps current when files change, come and go", async () => {
    await count("in");
    await write("in/a.md", "The cat sat on the mat.\n");
    await write("in/new.md", "new");
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), "in/deep"), { recursive: true });
    await until(rows, (lines) => lines.join(" ") === "a.md,8,24 new.md,1,3");
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), "in/new.md"));
  });
});

describe("counts that are kept current", () => {
  const place = (path: string): vscode.Uri => vscode.Uri.joinPath(root(), path);
  /** Tokens of each file as they are known now. */
  const known = (): string =>
    (counts.counted?.files ?? [])
      .map(({ path, tokenCount }) => `${path} ${tokenCount}`)
      .toSorted()
      .join(", ");
  /** Called where a count begins to look for files, and waited for: files can change just then. */
  let onSearch: () => Promise<void>;
  /** The same where a file is opened. */
  let onOpen: (uri: vscode.Uri) => Promise<void>;
  let searches: number;
  let counts: FolderCounts;
  before(activate);
  beforeEach(async () => {
    const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
    assert.ok(extension);
    const encodings = new Encodings(extension.extensionUri, noFiles, () => undefined);
    const log = { warn: assert.fail } as unknown as vscode.LogOutputChannel; // all that is called of it
    onSearch = () => Promise.resolve();
    onOpen = () => Promise.resolve();
    searches = 0;
    const platform: Platform = {
      ...plainPlatform,
      openFile: async (uri) => {
        await onOpen(uri);
        return plainPlatform.openFile(uri);
      },
      gitExcludesFile: async () => {
        searches++;
        await onSearch();
        return undefined;
      },
    };
    counts = new FolderCounts({ platform, encodings, workers: new TokenWorkers(platform, extension.extensionUri, encodings), log });
    await makeWatchedFolders(root(), place("current"));
    await write("current/a.md", "The cat");
    await write("current/deep/b.md", "The cat sat");
  });
  afterEach(async () => {
    counts.dispose();
    await vscode.workspace.fs.delete(root(), { recursive: true });
  });

  it("know a file that changed while another one was counted again", async () => {
    await counts.count([place("current")]);
    assert.equal(known(), "a.md 2, deep/b.md 3");
    let goOn = (): void => undefined;
    onSearch = () => new Promise((resolve) => (goOn = resolve));
    await write("current/a.md", "The cat sat on");
    await until(
      () => searches,
      (begun) => begun >= 2,
    );
    onSearch = () => Promise.resolve();
    await write("current/new.md", "new");
    await until(
      () => searches,
      (begun) => begun >= 3,
    );
    goOn();
    await until(known, (files) => files === "a.md 4, deep/b.md 3, new.md 1");
  });

  it("know a file that changed after it was read, before the first count was at its end", async () => {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(place("current"), "**"));
    const heard = new Promise<void>((resolve) => watcher.onDidChange(() => resolve()));
    onOpen = async (uri) => {
      if (!uri.path.endsWith("b.md")) return;
      await write("current/a.md", "The cat sat on");
      await heard;
    };
    await counts.count([place("current")]);
    watcher.dispose();
    await until(known, (files) => files === "a.md 4, deep/b.md 3");
  });

  it("know the files of a folder that was replaced by another one", async () => {
    await counts.count([place("current")]);
    await write("other/b.md", "The cat sat on the mat");
    await vscode.workspace.fs.delete(place("current/deep"), { recursive: true });
    await vscode.workspace.fs.rename(place("other"), place("current/deep"));
    await until(known, (files) => files === "a.md 2, deep/b.md 6");
  });

  it("are left as they were by a count that is cancelled, and stay current", async () => {
    await counts.count([place("current")]);
    onSearch = () => Promise.reject(new vscode.CancellationError());
    await assert.rejects(counts.count([place("current/deep")]));
    onSearch = () => Promise.resolve();
    assert.equal(known(), "a.md 2, deep/b.md 3");
    await write("current/a.md", "The cat sat on");
    await until(known, (files) => files === "a.md 4, deep/b.md 3");
  });

  it("of a file chosen by itself follow the file", async () => {
    await counts.count([place("current/a.md")]);
    await write("current/a.md", "The cat sat on");
    await until(known, (files) => files === "a.md 4");
  });
});

describe("copy as Ray Data", () => {
  before(activate);
  after(() => vscode.workspace.fs.delete(root(), { recursive: true }).then(undefined, () => undefined));

  it("lists the files that an export would take, cut as it would cut them", async () => {
    await write("ray/a.md", "The cat sat.\n");
    await write("ray/.env", "KEY=1");
    const uri = vscode.Uri.joinPath(root(), "ray");
    if (uri.scheme !== "file") return; // Ray reads files of a disk
    await vscode.env.clipboard.writeText("");
    const answers = { format: "parquet", files: [uri.toString()], folder: uri.toString(), windows: { maxLength: 8, stride: 2 } };
    await vscode.commands.executeCommand("tokenscope.copyAsRayData", { ...answers, split: { by: "token", validationFraction: 0.1 } });
    const script = await vscode.env.clipboard.readText();
    assert.ok(script.includes('paths = [\n    "a.md",\n]'), script);
    assert.ok(script.includes("max_length, stride = 8, 2"), script);
    assert.ok(script.includes("int(total * (1 - 0.1))"), script);
  });
});
