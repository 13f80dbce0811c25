/** What goes wrong under an export's hands: a sentence says what and what to do, what was there stays, nothing half-written is left, a retry works. */
import { chmod, mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { DatasetIo } from "../../src/host/export/exportJob.ts";
import { exportInWorker } from "../../src/host/export/exportInWorker.ts";
import type { NewFile } from "../../src/host/platform/files.ts";
import { localIo } from "../../src/host/platform/node/localIo.ts";
import type { StartThread } from "../../src/host/platform/thread.ts";
import { type ExportFixture, exportFixture, runHere } from "./exportFixture.ts";

const text = "The quick brown fox jumps over the lazy dog.\n".repeat(500);
let fixture: ExportFixture;
afterEach(() => fixture.remove());

const coded = (code: string): Error => Object.assign(new Error(`${code}: at /a/secret/place`), { code });
/** The disk of this machine, on which one operation on new files fails. */
const failing = (operation: keyof NewFile | "create", code: string): DatasetIo => ({
  ...localIo,
  create: async (folder, name) => {
    if (operation === "create") throw coded(code);
    return { ...(await localIo.create(folder, name)), [operation]: () => Promise.reject(coded(code)) };
  },
});

describe("an export", () => {
  it.each([
    { operation: "write", code: "ENOSPC", says: "the disk is full. Free some space, or choose another folder, then export again." },
    { operation: "finish", code: "EDQUOT", says: "the disk quota is used up." },
    { operation: "create", code: "EROFS", says: "the disk is read-only. Choose another folder" },
    { operation: "create", code: "EACCES", says: "the permission is missing." },
    { operation: "create", code: "NoPermissions", says: "the permission is missing." },
    { operation: "replaceStart", code: "EIO", says: "the disk reports an error." },
    { operation: "create", code: "ENOTDIR", says: "the folder's name is that of a file." },
    { operation: "commit", code: "EISDIR", says: "a folder has its name." },
    { operation: "write", code: "EWEIRD", says: "the file system says EWEIRD, then export again." },
  ] as const)("says why files can't be written when $operation fails with $code", async ({ operation, code, says }) => {
    fixture = await exportFixture({ "a.txt": text });
    const { out, job, bytes } = fixture;
    await writeFile(join(out, "train.npy"), "old");
    const wanted = job({ format: "npy" });
    const failed = await runHere(wanted, undefined, undefined, failing(operation, code)).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: "ExportError" });
    expect(String(failed)).toContain(says);
    expect(String(failed)).not.toContain("secret");
    expect(await readdir(out)).toEqual(["train.npy"]);
    expect(new TextDecoder().decode(await bytes("train.npy"))).toBe("old");
    await runHere(wanted);
    expect((await readdir(out)).toSorted()).toEqual(["dataset.json", "train.npy"]);
  });

  it.skipIf(process.getuid?.() === 0)("says that a folder is read-only (skipped for root, who may write anywhere)", async () => {
    fixture = await exportFixture({ "a.txt": text });
    await chmod(fixture.out, 0o500);
    await expect(runHere(fixture.job({}))).rejects.toThrow("the permission is missing");
    await chmod(fixture.out, 0o700);
  });

  /** Does something to the second document when the first one is being written. */
  const meanwhile = async (change: (path: string) => Promise<unknown>): Promise<unknown> => {
    fixture = await exportFixture({ "a.txt": text, "b.txt": text });
    const path = join(fixture.out, "../in/b.txt");
    let isChanged = false;
    const io: DatasetIo = {
      ...localIo,
      create: async (folder, name) => {
        if (!isChanged) await change(path); // the files were checked, and none is open
        isChanged = true;
        return localIo.create(folder, name);
      },
    };
    return runHere(fixture.job({}), undefined, undefined, io).then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  it.each([
    { what: "is deleted", change: (path: string) => rm(path), says: "b.txt can't be read: it is gone" },
    {
      what: "is no text any more",
      change: (path: string) => writeFile(path, Uint8Array.of(0x63, 0xe9, 0x20)),
      says: "b.txt changed while it was being read",
    },
  ])("says which document $what meanwhile", async ({ change, says }) => {
    const error = await meanwhile(change);
    expect(String(error)).toContain(says);
    expect(error).toMatchObject({ name: "ExportError" });
    expect(await readdir(fixture.out)).toEqual([]);
    await writeFile(join(fixture.out, "../in/b.txt"), text);
    await runHere(fixture.job({}));
    expect((await readdir(fixture.out)).toSorted()).toEqual(["dataset.json", "train.bin"]);
  });

  it("says which document is cut while it is read", async () => {
    fixture = await exportFixture({ "a.txt": text });
    const path = join(fixture.out, "../in/a.txt");
    const io: DatasetIo = {
      ...localIo,
      open: async (place) => {
        const file = await localIo.open(place);
        return { ...file, read: async (range) => (range.byteFrom === 5000 && (await truncate(path, 3000)), file.read(range)) };
      },
    };
    const checked: DatasetIo = { ...io, create: localIo.create };
    let opened = 0;
    const open: DatasetIo["open"] = (place) => (opened++ === 0 ? localIo.open(place) : io.open(place)); // the first time it is checked
    await expect(runHere(fixture.job({}), undefined, undefined, { ...checked, open })).rejects.toThrow(
      "a.txt: The file is shorter than it was.",
    );
    expect(await readdir(fixture.out)).toEqual([]);
  });

  it("whose worker ends says so, and that a retry is safe", async () => {
    fixture = await exportFixture({ "a.txt": text });
    const dying: StartThread = (_data, { onEnd }) => {
      queueMicrotask(() => onEnd(new Error("it ran out of memory")));
      return { post: () => undefined, stop: () => Promise.resolve() };
    };
    const input = {
      job: fixture.job({}),
      setup: { kind: "builtIn", id: "gpt2", vocabulary: new Uint8Array(0) } as const,
      tokenWorker: "",
      workerCount: 1,
    };
    const running = exportInWorker(dying, input, new AbortController().signal, () => undefined);
    await expect(running).rejects.toThrow(
      "The export's worker ended before the export did: it ran out of memory. The files that were there are as they were; export again.",
    );
  });
});

it("a folder that is gone is said to be gone", async () => {
  fixture = await exportFixture({ "a.txt": text });
  const folder = await mkdtemp(join(tmpdir(), "tokenscope-gone-"));
  await rm(folder, { recursive: true });
  await expect(runHere(fixture.job({ folder }))).rejects.toThrow("train.bin can't be written: the folder is gone.");
});
