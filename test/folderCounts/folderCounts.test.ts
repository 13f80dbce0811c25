/** Which counts are shown, and that they are kept current, whatever happens while they are made. Files change when the test says so. */
import { writeFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CountServices } from "../../src/host/folderCounts/countFiles.ts";
import { FolderCounts } from "../../src/host/folderCounts/folderCounts.ts";
import { openLocal } from "../../src/host/platform/node/localFile.ts";
import { ChosenTree, uriOf } from "../chosenFiles/support/chosenTree.ts";
import { loadEncoding } from "../support/encodings.ts";
import { state } from "../support/vscodeOnDisk.ts";

let tree: ChosenTree;
let counts: FolderCounts;
/** Called before a file is opened. */
let onOpen: (name: string) => unknown;
let failure: Error | undefined;

beforeEach(() => {
  tree = new ChosenTree({ "in/a.md": "The cat sat.", "in/b.md": "The cat", "other/c.md": "The" });
  onOpen = () => undefined;
  failure = undefined;
  // Of the services' many methods these are called: files are read and counted in this thread, as in the web host.
  counts = new FolderCounts({
    platform: {
      openFile: async ({ fsPath }: { readonly fsPath: string }) => {
        await onOpen(fsPath.slice(tree.top.length + 1));
        return openLocal(fsPath);
      },
      isUtf8: () => true,
      homeFolder: undefined,
      gitExcludesFile: () => (failure === undefined ? Promise.resolve(undefined) : Promise.reject(failure)),
      realFolder: async ({ fsPath }: { readonly fsPath: string }) => uriOf(await realpath(fsPath)),
    },
    encodings: { get: () => loadEncoding("gpt2") },
    workers: { use: (_id: string, work: (pool: undefined) => unknown) => work(undefined) },
    log: { warn: (sentence: string) => expect.fail(sentence) },
  } as unknown as CountServices);
});
afterEach(() => {
  counts.dispose();
  tree.remove();
});

const count = (path: string): Promise<void> => counts.count([uriOf(join(tree.top, path))]);
const shown = (): readonly string[] => (counts.counted?.files ?? []).map(({ path, tokenCount }) => `${path} ${tokenCount}`);
const write = (path: string, text: string): void => {
  writeFileSync(join(tree.top, path), text);
  state.changed(join(tree.top, path));
};
const becomes = (lines: readonly string[]): Promise<void> => vi.waitFor(() => expect(shown()).toEqual(lines), { timeout: 60_000 });

/** Resolves `reached` when a file of that name is opened, which then waits for `go`. */
function gate(name: string): { readonly reached: Promise<void>; readonly go: () => void } {
  let go = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    go = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    onOpen = (opened) => {
      if (opened !== name) return undefined;
      onOpen = () => undefined;
      resolve();
      return passed;
    };
  });
  return { reached, go };
}

describe("folder counts", () => {
  it("show what was asked for last, whichever is ready first, and watch that alone", async () => {
    const slow = gate("in/a.md");
    const first = count("in");
    await slow.reached;
    await count("other");
    slow.go();
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    expect(shown()).toEqual(["c.md 1"]);
    expect(state.watchers.size).toBe(1);
  });

  it("stay away when they were closed while they were made", async () => {
    const slow = gate("in/a.md");
    const counting = count("in");
    await slow.reached;
    counts.clear();
    slow.go();
    await expect(counting).rejects.toMatchObject({ name: "AbortError" });
    expect(counts.counted).toBeUndefined();
    expect(state.watchers.size).toBe(0);
    await count("other");
    expect(shown()).toEqual(["c.md 1"]);
  });

  it("count again a file that changed after it was read and before all were", async () => {
    const slow = gate("in/b.md");
    const counting = count("in");
    await slow.reached;
    write("in/a.md", "The cat sat on the mat.");
    slow.go();
    await counting;
    await becomes(["a.md 7", "b.md 2"]);
  });

  it("lose no change when another one overtakes the count that it began", async () => {
    await count("in");
    const slow = gate("in/a.md");
    write("in/a.md", "The");
    await slow.reached;
    write("in/b.md", "The");
    const again = gate("in/b.md");
    await again.reached; // the second count is under way, the first has not ended
    slow.go();
    again.go();
    await becomes(["a.md 1", "b.md 1"]);
  });

  it("keep those before, and keep them current, when others fail", async () => {
    await count("in");
    failure = new Error("Something else.");
    await expect(count("other")).rejects.toThrow("Something else.");
    failure = undefined;
    expect(shown()).toEqual(["a.md 4", "b.md 2"]);
    write("in/b.md", "The");
    await becomes(["a.md 4", "b.md 1"]);
    expect(state.watchers.size).toBe(1);
  });
});
