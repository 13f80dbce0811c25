/** The Hugging Face cache: which of its models are offered, with which file and size, and what choosing one gives. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { chooseCheckpoint } from "../../src/host/commands/weights/chooseCheckpoint.ts";
import type { Platform } from "../../src/host/platform/platform.ts";
import { cachedCheckpoints, cachedModels } from "../../src/host/weights/cachedModels.ts";
import { plainPlatform } from "./support.ts";

const [workspace] = vscode.workspace.workspaceFolders ?? [];
assert.ok(workspace);
const hub = vscode.Uri.joinPath(workspace.uri, "hub");
const write = (path: string, content: Uint8Array): Thenable<void> => vscode.workspace.fs.writeFile(vscode.Uri.joinPath(hub, path), content);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const platform: Platform = { ...plainPlatform, modelCache: hub };

/** Answers the pick with the item that a label has; what was offered. */
let offered: string[] = [];
let answer: RegExp | undefined;
let opened: string[] = [];
const { showQuickPick } = vscode.window;
const { openExternal } = vscode.env;

describe("the Hugging Face cache", () => {
  before(async () => {
    await write("models--openai-community--gpt2/refs/main", text("abc\n"));
    await write("models--openai-community--gpt2/snapshots/abc/model.safetensors", new Uint8Array(1_548_000));
    await write("models--openai-community--gpt2/snapshots/abc/pytorch_model.bin", new Uint8Array(9));
    await write("models--openai-community--gpt2/snapshots/abc/tokenizer.json", text("{}"));
    await write("models--openai-community--gpt2/snapshots/000/model.safetensors", new Uint8Array(3));
    await write("models--EleutherAI--pythia-70m/snapshots/def/model.safetensors.index.json", text("{}"));
    await write("models--EleutherAI--pythia-70m/snapshots/def/model-00001-of-00002.safetensors", new Uint8Array(700_000));
    await write("models--EleutherAI--pythia-70m/snapshots/def/model-00002-of-00002.safetensors", new Uint8Array(600_000));
    await write("models--old--one/snapshots/ghi/pytorch_model.bin", new Uint8Array(20_000_000));
    await write("models--only--tokenizer/snapshots/jkl/tokenizer.json", text("{}"));
    await write("models--empty--one/refs/main", text("mno"));
    await write("datasets--not--models/snapshots/pqr/model.safetensors", new Uint8Array(9));
    Object.assign(vscode.window, {
      showQuickPick: (items: readonly vscode.QuickPickItem[]) => {
        offered = items.map(({ label }) => label);
        return Promise.resolve(items.find(({ label }) => answer?.test(label)));
      },
    });
    Object.assign(vscode.env, { openExternal: (uri: vscode.Uri) => Promise.resolve(void opened.push(uri.toString())) });
  });
  after(async () => {
    Object.assign(vscode.window, { showQuickPick });
    Object.assign(vscode.env, { openExternal });
    await vscode.workspace.fs.delete(hub, { recursive: true });
  });

  it("names its models and the snapshot that refs/main says", async () => {
    const models = await cachedModels(hub);
    assert.deepEqual(
      models.map(({ name, snapshot }) => `${name} ${snapshot.path.split("/").at(-1)}`),
      ["EleutherAI/pythia-70m def", "old/one ghi", "only/tokenizer jkl", "openai-community/gpt2 abc"],
    );
  });

  it("has checkpoints with the best file of each and the size of all its weights", async () => {
    const checkpoints = await cachedCheckpoints(hub);
    assert.deepEqual(
      checkpoints.map(({ name, file, size }) => `${name} ${file.path.split("/").at(-1)} ${size}`),
      [
        "EleutherAI/pythia-70m model.safetensors.index.json 1300000",
        "old/one pytorch_model.bin 20000000",
        "openai-community/gpt2 model.safetensors 1548000",
      ],
    );
  });

  it("is offered by name and size, and a model chosen gives its file", async () => {
    answer = /gpt2/u;
    const file = await chooseCheckpoint(platform);
    assert.ok(file?.path.endsWith("models--openai-community--gpt2/snapshots/abc/model.safetensors"));
    assert.deepEqual(
      offered.filter((label) => label.includes(" · ")),
      ["$(database) EleutherAI/pythia-70m · 1.3 MB", "$(database) old/one · 20 MB", "$(database) openai-community/gpt2 · 1.5 MB"],
    );
    assert.equal(offered.length, 5); // a file, the heading, three models
  });

  for (const modelCache of [undefined, vscode.Uri.joinPath(hub, "nowhere")]) {
    it(`offers a page to open in the browser where there is no model: ${modelCache === undefined ? "no disk" : "no folder"}`, async () => {
      answer = /page in the browser/u;
      opened = [];
      assert.equal(await chooseCheckpoint({ ...platform, modelCache }), undefined);
      assert.deepEqual(opened, ["https://huggingface.co/openai-community/gpt2/tree/main"]);
      assert.equal(offered.length, 2);
    });
  }
});
