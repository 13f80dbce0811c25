/** Weights being read: cancelled on the way, overtaken by another choice, remembered and read again. A store of its own, over files whose
 *  bytes come when the test lets them, says what is shown, what was left in its folder, and which files were left open. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { findEmbeddingTables } from "../../src/core/checkpoints/embeddingTables.ts";
import { decodesAsUtf8 } from "../../src/host/platform/files.ts";
import { createWhole, openWhole, type Platform, wholeSha256 } from "../../src/host/platform/platform.ts";
import { readCheckpoint } from "../../src/host/weights/checkpoint.ts";
import { Weights } from "../../src/host/weights/weights.ts";
import type { WeightsState } from "../../src/protocol/views.ts";
import { checkpointValue, makeCheckpoint } from "../support/makeCheckpoint.ts";
import { until } from "./support.ts";

const shape = { vocabSize: 64, contextLength: 8, embeddingDim: 4 };
const tableBytes = 64 * 4 * 4;
const [workspace] = vscode.workspace.workspaceFolders ?? [];
assert.ok(workspace);
const folder = vscode.Uri.joinPath(workspace.uri, "weights reading");
const storage = vscode.Uri.joinPath(folder, "storage");

/** Files whose tables' bytes are held back, by name, until the test lets them go. */
const held = new Map<string, { readonly gate: Promise<void>; readonly open: () => void }>();
function hold(name: string): void {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  held.set(name, { gate, open });
}
/** What the disk gives in place of a table's bytes, by the file's name. */
const faults = new Map<string, (bytes: Uint8Array) => Uint8Array>();
let openFiles = 0;
let waiting = 0;
const platform: Platform = {
  openFile: async (uri) => {
    const file = await openWhole(uri);
    const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
    openFiles += 1;
    return {
      length: file.length,
      read: async (range) => {
        if (range.byteTo - range.byteFrom >= shape.contextLength * shape.embeddingDim * 4 && range.byteFrom > 8) {
          waiting += 1;
          await held.get(name)?.gate;
          waiting -= 1;
          return faults.get(name)?.(await file.read(range)) ?? file.read(range);
        }
        return file.read(range);
      },
      close: () => {
        openFiles -= 1;
        return file.close();
      },
    };
  },
  createFile: createWhole,
  sha256: wholeSha256,
  removeLeftovers: () => Promise.resolve(),
  gitExcludesFile: () => Promise.resolve(undefined),
  realFolder: (uri) => Promise.resolve(uri),
  isUtf8: decodesAsUtf8,
  homeFolder: undefined,
  modelCache: undefined,
  threads: undefined,
};

const remembered = new Map<string, unknown>();
const memento: vscode.Memento = {
  keys: () => [...remembered.keys()],
  get: (key: string) => remembered.get(key) as never,
  update: (key: string, value: unknown) => Promise.resolve(void remembered.set(key, value)),
};
const webview = { asWebviewUri: (uri: vscode.Uri) => uri } as vscode.Webview;

let log: vscode.LogOutputChannel;
let weights: Weights;
const shown = (): WeightsState => weights.stateFor(webview, undefined);
const shownName = (): string | undefined => {
  const state = shown();
  return state.kind === "seeded" ? undefined : `${state.kind} ${state.name}`;
};
async function lying(): Promise<number> {
  try {
    return (await vscode.workspace.fs.readDirectory(weights.tablesFolder)).length;
  } catch {
    return 0;
  }
}

async function load(name: string, options: { signal?: AbortSignal; onProgress?: (done: number) => void } = {}): Promise<void> {
  const uri = vscode.Uri.joinPath(folder, name);
  const checkpoint = await readCheckpoint(platform, uri, {});
  const { tokenEmbedding, positionalEmbedding } = findEmbeddingTables(checkpoint.tensors);
  assert.ok(tokenEmbedding);
  await weights.load(checkpoint, { token: tokenEmbedding, positional: positionalEmbedding, wantedIds: [] }, options);
}
/** An AbortError, as its name says it; the suite in the web worker takes expressions only. */
const isAbort = /AbortError/u;

describe("weights being read", () => {
  before(async () => {
    log = vscode.window.createOutputChannel("Tokenscope test", { log: true });
    for (const name of ["one", "two", "three"])
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, `${name}.safetensors`), makeCheckpoint(shape, "F32"));
  });
  beforeEach(() => {
    weights = new Weights(platform, storage, memento, log);
  });
  afterEach(async () => {
    for (const { open } of held.values()) open();
    held.clear();
    faults.clear();
    await until(
      () => openFiles,
      (count) => count === 0,
    );
    weights.dispose();
    remembered.clear();
    await vscode.workspace.fs.delete(storage, { recursive: true }).then(undefined, () => undefined); // a test may have laid nothing down
  });
  after(async () => {
    log.dispose();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it("are shown when they are there, and only their tables lie in the folder", async () => {
    const progress: number[] = [];
    await load("one.safetensors", { onProgress: (done) => progress.push(done) });
    await load("two.safetensors");
    assert.equal(shownName(), "file two.safetensors");
    assert.equal(await lying(), 2);
    assert.deepEqual(
      progress,
      progress.toSorted((a, b) => a - b),
    );
    assert.equal(progress.at(-1), 1);
  });

  it("start at row 2 of a positional table that starts with padding, and say so", async () => {
    const names = { token: "model.decoder.embed_tokens.weight", positional: "model.decoder.embed_positions.weight" };
    const opt = makeCheckpoint({ ...shape, contextLength: 10 }, "F32", names);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, "opt.safetensors"), opt);
    await load("opt.safetensors");
    const state = shown();
    assert.ok(state.kind === "file" && state.positional !== null);
    assert.equal(state.positional.rows, 8);
    assert.equal(state.note, "Position 0 is row 2 of model.decoder.embed_positions.weight.");
    const table = new Float32Array((await vscode.workspace.fs.readFile(vscode.Uri.parse(state.positional.url))).slice().buffer);
    assert.deepEqual(
      [...table.subarray(0, 4)],
      [0, 1, 2, 3].map((column) => Math.fround(checkpointValue(2, 2, column))),
    );
  });

  it("change nothing when they are cancelled on the way: what was shown and remembered stays, no table and no open file is left", async () => {
    await load("one.safetensors");
    const before = JSON.stringify([shown(), [...remembered]]);
    hold("two.safetensors");
    const cancelling = new AbortController();
    const loading = load("two.safetensors", { signal: cancelling.signal });
    await until(
      () => waiting,
      (count) => count === 1,
    );
    cancelling.abort();
    held.get("two.safetensors")?.open();
    await assert.rejects(loading, isAbort);
    assert.equal(JSON.stringify([shown(), [...remembered]]), before);
    assert.equal(await lying(), 2);
    assert.equal(openFiles, 0);
  });

  it("are overtaken by another file chosen meanwhile, whichever is ready first", async () => {
    hold("one.safetensors");
    const slow = load("one.safetensors");
    await until(
      () => waiting,
      (count) => count === 1,
    );
    await load("two.safetensors");
    held.get("one.safetensors")?.open();
    await assert.rejects(slow, isAbort);
    assert.equal(shownName(), "file two.safetensors");
    assert.equal(await lying(), 2);
    assert.equal(openFiles, 0);
  });

  /** A later session whose remembered file is being read, and held. @returns when its reading ends */
  async function restoreHeld(name: string): Promise<{ readonly ended: Promise<void> }> {
    await load(name);
    await vscode.workspace.fs.delete(weights.tablesFolder, { recursive: true });
    weights.dispose();
    hold(name);
    weights = new Weights(platform, storage, memento, log);
    const ended = weights.restore();
    assert.deepEqual(shown(), { kind: "loading", name, done: 0 });
    await until(
      () => waiting,
      (count) => count === 1,
    );
    return { ended };
  }

  it("say how far they are when they are remembered and read again", async () => {
    const { ended } = await restoreHeld("one.safetensors");
    assert.equal(shownName(), "loading one.safetensors");
    held.get("one.safetensors")?.open();
    await ended;
    assert.equal(shownName(), "file one.safetensors");
    const { size } = await vscode.workspace.fs.stat(tokenTable());
    assert.equal(size, tableBytes);
  });

  it("remembered, and overtaken by a file chosen meanwhile, do not come back", async () => {
    const { ended } = await restoreHeld("one.safetensors");
    await load("two.safetensors");
    held.get("one.safetensors")?.open();
    await ended;
    assert.equal(shownName(), "file two.safetensors");
    assert.equal(openFiles, 0);
    assert.match(JSON.stringify([...remembered]), /two\.safetensors/u);
  });
});

describe("weights whose file fails while it is read", () => {
  const uri = vscode.Uri.joinPath(folder, "failing.safetensors");
  const sound = makeCheckpoint(shape, "F32");
  const failures: readonly { readonly what: string; readonly fail: () => PromiseLike<void> | void; readonly says: RegExp }[] = [
    {
      what: "is deleted",
      fail: () => vscode.workspace.fs.delete(uri),
      says: /There is no file failing\.safetensors in .*weights reading\. Put it back, or load the embedding weights from another file\./u,
    },
    {
      what: "is changed",
      fail: () => vscode.workspace.fs.writeFile(uri, makeCheckpoint({ ...shape, vocabSize: 70 }, "F32")),
      says: /failing\.safetensors was changed while it was read\. Load the embedding weights again\./u,
    },
    {
      what: "gives a read error",
      fail: () => {
        faults.set("failing.safetensors", () => {
          throw new Error("EIO: i/o error, read");
        });
      },
      says: /failing\.safetensors could not be read at byte \d+ \(EIO: i\/o error, read\)\. Load the embedding weights again\./u,
    },
    {
      what: "becomes shorter",
      fail: () => void faults.set("failing.safetensors", (bytes) => bytes.subarray(0, bytes.length / 2)),
      says: /failing\.safetensors: Bytes \d+ to \d+ were asked for and 512 came: the file is shorter than it was when opened\. Load it again\./u,
    },
  ];
  before(async () => {
    log = vscode.window.createOutputChannel("Tokenscope test", { log: true });
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, "one.safetensors"), sound);
  });
  beforeEach(async () => {
    weights = new Weights(platform, storage, memento, log);
    await vscode.workspace.fs.writeFile(uri, sound);
  });
  afterEach(async () => {
    held.clear();
    faults.clear();
    weights.dispose();
    remembered.clear();
    await vscode.workspace.fs.delete(storage, { recursive: true });
  });
  after(async () => {
    log.dispose();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  for (const { what, fail, says } of failures) {
    it(`are refused with a sentence when it ${what}; what was shown stays, nothing is left, and a retry works`, async () => {
      await load("one.safetensors");
      hold("failing.safetensors");
      const loading = load("failing.safetensors");
      await until(
        () => waiting,
        (count) => count === 1,
      );
      await fail();
      held.get("failing.safetensors")?.open();
      await assert.rejects(loading, says);
      assert.equal(shownName(), "file one.safetensors");
      assert.equal(await lying(), 2);
      assert.equal(openFiles, 0);
      held.clear();
      faults.clear();
      await vscode.workspace.fs.writeFile(uri, sound);
      await load("failing.safetensors");
      assert.equal(shownName(), "file failing.safetensors");
    });
  }
});

function tokenTable(): vscode.Uri {
  const state = shown();
  assert.ok(state.kind === "file");
  return vscode.Uri.parse(state.token.url);
}
