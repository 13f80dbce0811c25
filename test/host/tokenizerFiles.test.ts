/** A tokenizer's file opened as a user does, but for the picker: compiled, kept, known by its hash, read again, missing. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { characterOfByte } from "../../src/core/tokens/files/json/byteAlphabet.ts";
import { Encodings } from "../../src/host/documents/encodings.ts";
import { TokenizerFiles } from "../../src/host/tokenizers/tokenizerFiles.ts";
import { activate, plainPlatform, until } from "./support.ts";

/** All bytes, and one merge. */
function tokenizerJson(merge: readonly [string, string], model: object = {}): Uint8Array {
  const vocab = Object.fromEntries([...characterOfByte, merge.join("")].map((token, id) => [token, id]));
  const file = { pre_tokenizer: { type: "ByteLevel", add_prefix_space: false }, model: { type: "BPE", vocab, merges: [merge], ...model } };
  return new TextEncoder().encode(JSON.stringify(file));
}

describe("a tokenizer's file", () => {
  let folder: vscode.Uri;
  let uri: vscode.Uri;
  let kept: Map<string, unknown>;
  let files: TokenizerFiles;
  const { signal } = new AbortController();
  before(async () => {
    await activate();
    const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(extension && workspace);
    folder = vscode.Uri.joinPath(workspace, "tokenizer-files-test");
    uri = vscode.Uri.joinPath(folder, "model", "tokenizer.json");
    kept = new Map();
    const memory: vscode.Memento = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key) as never,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    };
    files = new TokenizerFiles(plainPlatform, extension.extensionUri, vscode.Uri.joinPath(folder, "storage"), memory);
  });

  it("gives its ids under its hash, a second time from what is kept", async () => {
    await vscode.workspace.fs.writeFile(uri, tokenizerJson(["a", "b"]));
    const id = await files.open({ uri, label: "model" }, signal);
    assert.match(id, /^sha256-[0-9a-f]{64}$/);
    const encoding = await files.load(id);
    assert.deepEqual([...encoding.encode("abc")], [256, 0x63]);
    assert.equal(encoding.spec.label, "model");
    assert.equal(await files.open({ uri, label: "model" }, signal), id);
    const sibling = vscode.Uri.joinPath(folder, "sibling", "tokenizer.json");
    await vscode.workspace.fs.writeFile(sibling, tokenizerJson(["a", "b"]));
    assert.equal(await files.open({ uri: sibling, label: "sibling" }, signal), id, "The hash is the identity.");
    const { label, file } = files.asOpenedLast(encoding).spec;
    assert.deepEqual([label, file?.uri], ["sibling", sibling.toString()]);
  });

  it("is read again when it changed, and said to be missing when it is", async () => {
    await vscode.workspace.fs.writeFile(uri, tokenizerJson(["a", "b"]));
    const id = await files.open({ uri, label: "model" }, signal);
    await vscode.workspace.fs.writeFile(uri, tokenizerJson(["b", "c"], { dropout: null }));
    const changed = await files.load(id);
    assert.deepEqual([...changed.encode("abc")], [0x61, 256]);
    assert.notEqual(changed.spec.id, id);
    const again = await files.load(changed.spec.id);
    assert.deepEqual([...again.encode("abc")], [0x61, 256], "It goes by the hash of what is in it now, too.");
    await vscode.workspace.fs.delete(folder, { recursive: true });
    await assert.rejects(files.load(id), /The tokenizer model is missing/);
  });

  it("is watched while it is in use: whoever has its tokens is told, and gets those of the file as it is now", async () => {
    const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
    assert.ok(extension);
    const watched = vscode.Uri.joinPath(folder, "watched [1]", "tokenizer.json");
    await vscode.workspace.fs.writeFile(watched, tokenizerJson(["a", "b"]));
    const id = await files.open({ uri: watched, label: "watched" }, signal);
    const encodings = new Encodings(extension.extensionUri, files, () => undefined);
    assert.deepEqual([...(await encodings.get(id)).encode("abc")], [256, 0x63]);
    let told = false;
    const subscription = encodings.onDidChange((ids) => (told ||= ids.includes(id)));
    let writtenAt = -Infinity;
    await until(
      async () => {
        // Nobody says when a watcher has begun: a write that it missed is made again.
        if (performance.now() - writtenAt < 2000) return told;
        await vscode.workspace.fs.writeFile(watched, tokenizerJson(["b", "c"], { dropout: null }));
        writtenAt = performance.now();
        return told;
      },
      (isTold) => isTold,
    );
    subscription.dispose();
    assert.deepEqual([...(await encodings.get(id)).encode("abc")], [0x61, 256]);
    encodings.dispose();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  after(() => files.dispose());

  it("is refused in a sentence that names the part", async () => {
    await vscode.workspace.fs.writeFile(uri, tokenizerJson(["a", "b"], { dropout: 0.1 }));
    await assert.rejects(files.open({ uri, label: "model" }, signal), /model can't be used: The model has dropout 0.1/);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });
});
