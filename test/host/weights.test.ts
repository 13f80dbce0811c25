/** Load Embedding Weights…, given its file as an argument: what is taken, what is refused and in which words, and that nothing is left unhandled.
 *  Which weights are in use is read off Copy As PyTorch, which makes embedding tables only where PyTorch would make the same ones. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { writeNpy } from "../../src/core/numpy/npy.ts";
import golden from "../fixtures/torchFiles.json" with { type: "json" };
import { damagedSafetensors, safetensorsFile } from "../support/damagedSafetensors.ts";
import { type CheckpointDtype, makeCheckpoint } from "../support/makeCheckpoint.ts";
import { activate, closeAll, openText } from "./support.ts";

const shape = { vocabSize: 50_257, contextLength: 8, embeddingDim: 4 };

const folder = (): vscode.Uri => {
  const [opened] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(opened);
  return vscode.Uri.joinPath(opened.uri, "weights test");
};
async function file(name: string, content: Uint8Array | object): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder(), name);
  await vscode.workspace.fs.writeFile(uri, content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content)));
  return uri;
}
const load = (uri: vscode.Uri): Thenable<unknown> => vscode.commands.executeCommand("tokenscope.loadEmbeddingWeights", uri);

/** One of PyTorch's own files, by what torchFiles.py calls it. */
const torchFile = (about: string): Uint8Array => {
  const found = [...golden.read, ...golden.refused].find((one) => one.about === about);
  assert.ok(found);
  return Uint8Array.from(atob(found.file), (character) => character.charCodeAt(0));
};
const lfsPointer = new TextEncoder().encode(`version https://git-lfs.github.com/spec/v1\noid sha256:${"4d".repeat(32)}\nsize 548105171\n`);
const mlxHeader = JSON.stringify({
  "model.embed_tokens.weight": { dtype: "U32", shape: [2, 4], data_offsets: [0, 32] },
  "model.embed_tokens.scales": { dtype: "F16", shape: [2, 1], data_offsets: [32, 36] },
  "model.embed_tokens.biases": { dtype: "F16", shape: [2, 1], data_offsets: [36, 40] },
});

async function weightsInUse(): Promise<"seeded" | "file"> {
  await vscode.env.clipboard.writeText("");
  await vscode.commands.executeCommand("tokenscope.copyAsPyTorch");
  const code = await vscode.env.clipboard.readText();
  assert.match(code, /DataLoader/u);
  return code.includes("torch.nn.Embedding") ? "seeded" : "file";
}

/** Stands in for VS Code's own messages and picks, which a test can't read or answer. */
const dialogs = {
  messages: [] as string[],
  /** What was offered, pick by pick. */
  offered: [] as string[][],
  /** The label to choose, pick by pick; undefined closes the pick. */
  answers: [] as (string | undefined)[],
};
const standIns = {
  showErrorMessage: (message: string): Promise<undefined> => Promise.resolve(void dialogs.messages.push(message)),
  showWarningMessage: (message: string): Promise<undefined> => Promise.resolve(void dialogs.messages.push(message)),
  showQuickPick: (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> => {
    dialogs.offered.push(items.map(({ label, description }) => `${label} ${description ?? ""}`));
    const answer = dialogs.answers.shift();
    return Promise.resolve(items.find(({ label }) => label === answer));
  },
};
const { showErrorMessage, showWarningMessage, showQuickPick } = vscode.window;

/** Rejections that nobody handled, in the Node host and in the web worker alike. */
const unhandled: string[] = [];
const onNode = (reason: unknown): void => void unhandled.push(String(reason));
const onWorker = (event: PromiseRejectionEvent): void => void unhandled.push(String(event.reason));
const isNode = typeof process === "object" && typeof process.on === "function";

describe("load embedding weights", () => {
  before(async () => {
    await activate();
    await closeAll();
    await vscode.workspace.fs.createDirectory(folder());
    Object.assign(vscode.window, standIns);
    if (isNode) process.on("unhandledRejection", onNode);
    else globalThis.addEventListener("unhandledrejection", onWorker);
    await openText("The cat sat on the mat. ".repeat(20));
  });
  beforeEach(() => vscode.commands.executeCommand("tokenscope.useSeededWeights"));
  afterEach(() => {
    const { messages } = dialogs;
    Object.assign(dialogs, { messages: [], offered: [], answers: [] });
    assert.deepEqual(messages, [], "Messages that the test did not expect.");
  });
  after(async () => {
    Object.assign(vscode.window, { showErrorMessage, showWarningMessage, showQuickPick });
    if (isNode) process.off("unhandledRejection", onNode);
    else globalThis.removeEventListener("unhandledrejection", onWorker);
    await vscode.workspace.fs.delete(folder(), { recursive: true });
    assert.deepEqual(unhandled, []);
  });

  it("starts from a lens with seeded weights", async () => assert.equal(await weightsInUse(), "seeded"));

  for (const dtype of ["F32", "F16", "BF16"] satisfies CheckpointDtype[]) {
    it(`takes ${dtype} tables of known names without a question`, async () => {
      await load(await file(`${dtype}.safetensors`, makeCheckpoint(shape, dtype)));
      assert.deepEqual(dialogs.offered, []);
      assert.equal(await weightsInUse(), "file");
    });
  }

  it("takes tables that lie in two shards, by the index", async () => {
    const tables = makeCheckpoint(shape, "F32", { token: "transformer.wte.weight", positional: "unused" });
    const positions = makeCheckpoint(shape, "F32", { token: "unused", positional: "transformer.wpe.weight" });
    await file("model-00001-of-00002.safetensors", tables);
    await file("model-00002-of-00002.safetensors", positions);
    const weightMap = {
      "transformer.wte.weight": "model-00001-of-00002.safetensors",
      "transformer.wpe.weight": "model-00002-of-00002.safetensors",
    };
    await load(await file("model.safetensors.index.json", { metadata: {}, weight_map: weightMap }));
    assert.deepEqual(dialogs.offered, []);
    assert.equal(await weightsInUse(), "file");
  });

  it("asks which of several tables with other names is which", async () => {
    dialogs.answers = ["encoder.words", "encoder.places"];
    const names = { token: "encoder.words", positional: "encoder.places" };
    await load(await file("named.safetensors", makeCheckpoint(shape, "F16", names)));
    assert.deepEqual(dialogs.offered, [
      ["encoder.places [8, 4] F16", "encoder.words [50257, 4] F16"],
      ["None this model adds no learned positions", "encoder.places [8, 4] F16"],
    ]);
    assert.equal(await weightsInUse(), "file");
  });

  it("leaves everything as it was when a question is closed", async () => {
    dialogs.answers = ["encoder.words", undefined];
    const names = { token: "encoder.words", positional: "encoder.places" };
    await load(await file("named.safetensors", makeCheckpoint(shape, "F16", names)));
    assert.equal(await weightsInUse(), "seeded");
  });

  it("takes an .npy table, once it is told that it is the token table", async () => {
    dialogs.answers = ["table.npy"];
    const values = Float32Array.from({ length: 50_257 * 4 }, (_, i) => i / 1_000);
    await load(await file("table.npy", writeNpy(values, [50_257, 4])));
    assert.equal(dialogs.offered.length, 1);
    assert.equal(await weightsInUse(), "file");
  });

  it("says why each damaged checkpoint is refused, and stays with the weights there were", async () => {
    await load(await file("sound.safetensors", makeCheckpoint(shape, "F32")));
    for (const [at, { about, file: bytes, says }] of damagedSafetensors.entries()) {
      await load(await file(`damaged ${at}.safetensors`, bytes));
      const [message, ...more] = dialogs.messages.splice(0);
      const sentence = (message ?? "nothing was said").replace(/^Load Embedding Weights…? failed: /u, "");
      assert.ok(sentence.startsWith(`damaged ${at}.safetensors: `), `${about}: "${sentence}" does not say which file`);
      assert.match(sentence.replace(/^[^:]*: /u, ""), says, about);
      assert.deepEqual(more, [], about);
    }
    assert.equal(await weightsInUse(), "file");
  });

  it("refuses a checkpoint that was cut short, at any place", async () => {
    const whole = makeCheckpoint({ ...shape, vocabSize: 64 }, "F32");
    for (const length of [0, 7, 8, 60, whole.length - 64 * 4 * 4, whole.length - 1]) {
      await load(await file("cut.safetensors", whole.subarray(0, length)));
      assert.equal(dialogs.messages.splice(0).length, 1, `cut after ${length} bytes`);
    }
    assert.equal(await weightsInUse(), "seeded");
  });

  it("takes the book's model.pth and nanoGPT's ckpt.pt without a question", async () => {
    for (const about of ["the book: model.pth", "nanoGPT: ckpt.pt"]) {
      await load(await file("weights.pt", torchFile(about)));
      assert.equal(await weightsInUse(), "file");
      await vscode.commands.executeCommand("tokenscope.useSeededWeights");
    }
    assert.deepEqual(dialogs.offered, []);
  });

  it("takes the tables beside a tensor of an unknown dtype", async () => {
    const entries = {
      strange: { dtype: "F8_E4M3FNUZ", shape: [4, 4], data_offsets: [0, 16] },
      "wte.weight": { dtype: "F32", shape: [50_257, 1], data_offsets: [16, 16 + 50_257 * 4] },
    };
    await load(await file("strange.safetensors", safetensorsFile(JSON.stringify(entries), 16 + 50_257 * 4)));
    assert.equal(await weightsInUse(), "file");
  });

  it("says what else it refuses: pickles, texts, indexes without their files, files that are not there", async () => {
    const refusals: readonly (readonly [string, Uint8Array | object | undefined, RegExp])[] = [
      ["model.pt", Uint8Array.of(0x80, 2), /does not start as torch\.save writes files since version 1\.6/u],
      ["shell.pt", torchFile("a command"), /shell\.pt: The pickle wants posix\.system, .* nothing is run/u],
      [
        "pointer.safetensors",
        lfsPointer,
        /pointer\.safetensors" is a Git LFS pointer, not the file itself \(548,105,171 bytes\)\. Run git lfs pull/u,
      ],
      ["mlx.safetensors", safetensorsFile(mlxHeader, 40), /mlx\.safetensors: Tensor "model\.embed_tokens\.weight" is packed \(MLX\)/u],
      ["notes.txt", Uint8Array.of(65), /Choose a \.safetensors/u],
      ["other.json", {}, /Choose a \.safetensors/u],
      ["empty.safetensors.index.json", {}, /weight_map/u],
      ["lost.safetensors.index.json", { weight_map: { "wte.weight": "nowhere.safetensors" } }, /nowhere\.safetensors/u],
      ["out.safetensors.index.json", { weight_map: { "wte.weight": "../../out.safetensors" } }, /out\.safetensors/u],
      [
        "flat.safetensors",
        safetensorsFile('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 16),
        /flat\.safetensors has no two-dimensional tensor/u,
      ],
      ["absent.safetensors", undefined, /^There is no file absent\.safetensors in .*weights test\. Put it back/u],
    ];
    for (const [name, content, says] of refusals) {
      await load(content === undefined ? vscode.Uri.joinPath(folder(), name) : await file(name, content));
      assert.match(dialogs.messages.splice(0).join(" | "), says, name);
    }
    assert.equal(await weightsInUse(), "seeded");
  });
});
