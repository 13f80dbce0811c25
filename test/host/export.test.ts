/** Export Dataset…, its questions answered beforehand: the files it writes, and what it takes. The ids themselves are test/datasets' part. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, copiedIds, openText, withSetting } from "./support.ts";

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
      ["a.md", "b.md", "deep/c.txt"],
    );
    assert.deepEqual(
      skipped.map(({ path }) => path),
      [".gitignore", "picture.png"],
    );
    assert.equal(skipped[1]?.reason, "is a binary file: it holds NUL bytes");
    assert.equal((await ids16("train.bin")).filter((id) => id === 50256).length, 2);
  });

  /** Exports a folder made of these files. @returns what was taken, and what was left out for a reason */
  const exported = async (
    folder: string,
    files: Readonly<Record<string, string | Uint8Array>>,
    answers: object = {},
  ): Promise<{ readonly taken: string[]; readonly left: string[] }> => {
    for (const [path, content] of Object.entries(files)) await write(`${folder}/${path}`, content);
    await exportNow({ format: "bin", files: [vscode.Uri.joinPath(root(), folder).toString()], ...answers });
    const { inputs, skipped } = await manifest();
    return { taken: inputs.map(({ path }) => path), left: skipped.map(({ path, reason }) => `${path} ${reason}`) };
  };

  it("reads an ignore file with odd lines as Git does", async () => {
    const files = { ".gitignore": "[a-9]\n*.tmp\n[[:digit:]]*.log\n", "a.txt": "a", "secret.tmp": "no", "1.log": "no", "a.log": "a" };
    const { taken } = await exported("odd", { ...files, "sub/.gitignore": "!b.tmp\n", "sub/a.tmp": "no", "sub/b.tmp": "b" });
    assert.deepEqual(taken, ["a.log", "a.txt", "sub/b.tmp"]);
  });

  it("reads the ignore files of a repository above, of its exclude file, and of searches", async () => {
    await write("repository/.git/info/exclude", "*.old\n");
    await write("repository/.gitignore", "secret*\n");
    await write("repository/in/.ignore", "*.tmp\n");
    const { taken } = await exported("repository/in", { "a.txt": "a", "b.old": "no", "c.tmp": "no", "secret.txt": "no" });
    // Outside this machine's disk nothing above the workspace is looked for; within it, all is.
    assert.deepEqual(taken, ["a.txt"]);
  });

  it("takes a folder that is chosen though it is ignored, without what is ignored in it", async () => {
    await write("chosen/.gitignore", "data/\n*.log\n");
    const { taken } = await exported("chosen/data", { "a.txt": "a", "b.log": "no" });
    assert.deepEqual(taken, ["a.txt"]);
  });

  it("leaves out names that begin with a dot, and says so", async () => {
    const { taken, left } = await exported("dots", { ".env": "KEY=1", ".npmrc": "token", ".secrets/a.txt": "no", "a.txt": "a" });
    assert.deepEqual(taken, ["a.txt"]);
    assert.deepEqual(
      left.map((line) => line.slice(0, line.indexOf(":"))),
      [".env", ".npmrc", ".secrets"].map((name) => `${name} has a name that begins with a dot`),
    );
  });

  it("leaves out names that secrets have, and says so, until the settings name them", async () => {
    const files = {
      "a.txt": "a",
      id_rsa: "k",
      "id_rsa.pub": "p",
      "sub/Server.PEM": "k",
      "sub/my.key": "k",
      credentials: "c",
      ".netrc": "n",
    };
    const { taken, left } = await exported("secrets", files);
    assert.deepEqual(taken, ["a.txt", "id_rsa.pub"]);
    assert.deepEqual(
      left.map((line) => line.slice(0, line.indexOf(":"))),
      [".netrc has a name that begins with a dot"].concat(
        ["credentials", "id_rsa", "sub/Server.PEM", "sub/my.key"].map(
          (path) => `${path} has a name that keys and passwords are kept under`,
        ),
      ),
    );
    await withSetting("export.include", ["**/*", "**/.*", "**/*.key"], async () => {
      assert.deepEqual((await exported("secrets", files)).taken, ["a.txt", "id_rsa.pub", "sub/my.key"]);
    });
    await exportNow({ format: "bin", files: [vscode.Uri.joinPath(root(), "secrets/id_rsa").toString()] });
    assert.deepEqual(
      (await manifest()).inputs.map(({ path }) => path),
      ["id_rsa"],
    );
  });

  it("takes a name that begins with a dot when it was chosen by itself", async () => {
    await write("chosen/.env", "KEY=1");
    await exportNow({ format: "bin", files: [vscode.Uri.joinPath(root(), "chosen/.env").toString()] });
    assert.deepEqual(
      (await manifest()).inputs.map(({ path }) => path),
      [".env"],
    );
  });

  it("takes nothing below an ignore file that can't be read, without a yes", async () => {
    const files = { "a.txt": "a", "sub/.gitignore": Uint8Array.of(0xff, 0xfe, 0x2a, 0x00), "sub/deep/hidden.txt": "s" };
    const held = await exported("unreadable", files);
    assert.deepEqual(held.taken, ["a.txt"]);
    assert.equal(held.left.length, 1);
    assert.match(held.left[0] ?? "", /^sub is left out with all that is in it: what \.gitignore keeps out is unknown, since it holds NUL/);
    const passedOver = await exported("unreadable", files, { unreadableRules: "passOver" });
    assert.deepEqual(passedOver.taken, ["a.txt", "sub/deep/hidden.txt"]);
  });

  it("doesn't take what earlier exports wrote into the folder", async () => {
    await write("twice/a.txt", "The cat sat on the mat, and the dog on the log.");
    const folder = vscode.Uri.joinPath(root(), "twice").toString();
    for (const format of ["jsonLines", "parquet", "bin", "npy"]) {
      await exportNow({ format, files: [folder], folder });
      const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root(), "twice/dataset.json"));
      const { inputs } = JSON.parse(new TextDecoder().decode(text)) as Manifest;
      assert.deepEqual(
        inputs.map(({ path }) => path),
        ["a.txt"],
        format,
      );
    }
  });

  it("cuts, labels and separates as it is told", async () => {
    await write("cut/a.txt", "The cat sat on the mat.");
    await write("cut/b.txt", "On the log.");
    const answers = { windows: { maxLength: 3, stride: 2 }, labels: "unshifted", separatorPlace: "after" };
    await exportNow({ format: "jsonLines", files: [vscode.Uri.joinPath(root(), "cut").toString()], ...answers });
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(out("train.jsonl")));
    const rows = text.trimEnd().split("\n");
    assert.equal(rows[0], '{"input_ids": [464, 3797, 3332], "labels": [464, 3797, 3332]}');
    assert.equal(rows.length, 5);
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
