/** Export Dataset…, its questions answered beforehand: the files it writes, and what it takes. The ids themselves are test/datasets' part. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, copiedIds, openText } from "./support.ts";

interface Manifest {
  readonly encoding: string;
  readonly inputs: readonly { readonly path: string; readonly tokenCount: number }[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly outputs: readonly { readonly path: string; readonly shape: readonly number[]; readonly byteLength: number }[];
}

const root = (): vscode.Uri => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, "export test");
};
const out = (name = ""): vscode.Uri => vscode.Uri.joinPath(root(), "out", name);
const write = (path: string, content: string | Uint8Array): Thenable<void> =>
  vscode.workspace.fs.writeFile(
    vscode.Uri.joinPath(root(), path),
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
const exportNow = (answers: object): Thenable<unknown> =>
  vscode.commands.executeCommand("tokenscope.exportDataset", {
    folder: out().toString(),
    split: { by: "none", validationFraction: 0 },
    overwrite: true,
    ...answers,
  });
const manifest = async (): Promise<Manifest> =>
  JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(out("dataset.json")))) as Manifest;
const ids16 = async (name: string): Promise<number[]> => [
  ...new Uint16Array((await vscode.workspace.fs.readFile(out(name))).slice().buffer),
];
const namesIn = async (folder: vscode.Uri): Promise<string[]> =>
  (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).sort();

describe("export dataset", () => {
  before(activate);
  beforeEach(async () => {
    await closeAll();
    await vscode.workspace.fs.createDirectory(out());
  });
  after(() => vscode.workspace.fs.delete(root(), { recursive: true }));

  it("writes the ids of the document in the editor, as it stands there", async () => {
    await openText("The cat 🐈 sat.\nOn the mat.", vscode.EndOfLine.CRLF);
    const ids = await copiedIds();
    await exportNow({ format: "bin" });
    assert.deepEqual(await ids16("train.bin"), ids);
    const { encoding, outputs } = await manifest();
    assert.equal(encoding, "gpt2");
    assert.deepEqual(outputs[0]?.shape, [ids.length]);
    assert.deepEqual(await namesIn(out()), ["dataset.json", "train.bin"]);
  });

  it("takes the files of a folder that neither the settings nor .gitignore leave out", async () => {
    await write("in/b.md", "bee");
    await write("in/a.md", "ay");
    await write("in/ignored.log", "no");
    await write("in/.gitignore", "*.log\n");
    await write("in/node_modules/x.md", "no");
    await write("in/deep/c.txt", "see");
    await write("in/picture.png", Uint8Array.of(137, 80, 0, 0));
    await exportNow({ format: "bin", files: [vscode.Uri.joinPath(root(), "in").toString()] });
    const { inputs, skipped } = await manifest();
    assert.deepEqual(
      inputs.map(({ path }) => path),
      [".gitignore", "a.md", "b.md", "deep/c.txt"],
    );
    assert.deepEqual(skipped, [{ path: "picture.png", reason: "is a binary file: it holds NUL bytes" }]);
    assert.equal((await ids16("train.bin")).filter((id) => id === 50256).length, 3);
  });

  it("splits, and writes every format", async () => {
    await write("long.txt", "The quick brown fox jumps over the lazy dog. ".repeat(400));
    const files = [vscode.Uri.joinPath(root(), "long.txt").toString()];
    for (const format of ["bin", "npy", "npyPairs", "jsonLines", "parquet"]) {
      await exportNow({ format, files, split: { by: "token", validationFraction: 0.1 } });
      const { outputs } = await manifest();
      for (const { path, byteLength } of outputs) assert.equal((await vscode.workspace.fs.stat(out(path))).size, byteLength, path);
      assert.equal(outputs.length, format === "npyPairs" ? 4 : 2);
    }
    assert.ok((await namesIn(out())).every((name) => !name.includes("partial")));
  });
});
