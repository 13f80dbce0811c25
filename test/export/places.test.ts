/** An export's places on a real disk: targets that are folders or links, two exports into one folder, sources that are no files or still grow. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, chmodSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { DatasetManifest } from "../../src/core/datasets/manifest.ts";
import type { DatasetIo } from "../../src/host/export/exportJob.ts";
import { localIo } from "../../src/host/platform/node/localIo.ts";
import { type ExportFixture, exportFixture, runHere, uint16 } from "./exportFixture.ts";

const text = "The quick brown fox jumps over the lazy dog.\n".repeat(500);
let fixture: ExportFixture;
afterEach(() => fixture.remove());

const failedWith = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing failed",
    (error: unknown) => String(error),
  );

describe("an export", () => {
  it.each(["train.npy", "dataset.json"])("refuses a folder that has the name of %s before it reads or writes anything", async (name) => {
    fixture = await exportFixture({ "a.txt": text });
    mkdirSync(join(fixture.out, name));
    writeFileSync(join(fixture.out, name, "mine"), "kept");
    const other = name === "train.npy" ? "dataset.json" : "train.npy";
    writeFileSync(join(fixture.out, other), "old");
    const says = await failedWith(runHere(fixture.job({ format: "npy" })));
    expect(says).toContain(`${name} can't be written: a folder has its name.`);
    expect(says).toContain("What was there before is as it was.");
    expect((await readdir(fixture.out)).toSorted()).toEqual(["dataset.json", "train.npy"]);
    expect(readFileSync(join(fixture.out, other), "utf8")).toBe("old");
  });

  /** The disk of this machine, on which the rename of one file, or its removal, fails. */
  const failingFor = (name: string): DatasetIo => {
    const refused = (): Promise<never> => Promise.reject(Object.assign(new Error("EPERM: /a/secret/place"), { code: "EPERM" }));
    return {
      ...localIo,
      create: async (folder, created) => {
        const file = await localIo.create(folder, created);
        return created === name ? { ...file, commit: refused } : file;
      },
      remove: (folder, removed) => (removed === name ? refused() : localIo.remove(folder, removed)),
    };
  };

  it.each([
    { name: "train-targets.npy", format: "npyPairs", says: "train-targets.npy can't be written", done: "train-inputs.npy" },
    { name: "dataset.json", format: "bin", says: "dataset.json can't be written", done: "train.bin" },
    { name: "val.jsonl", format: "jsonLines", says: "val.jsonl can't be removed", done: "train.jsonl" },
  ] as const)("says which files are new when $name fails last", async ({ name, format, says, done }) => {
    fixture = await exportFixture({ "a.txt": "The cat sat on the mat. ".repeat(20) });
    writeFileSync(join(fixture.out, "val.jsonl"), "old");
    const job = fixture.job({
      format,
      ...(format === "jsonLines" ? { options: { split: { by: "token", validationFraction: 0.001 } } } : {}),
    });
    const said = await failedWith(runHere(job, undefined, undefined, failingFor(name)));
    expect(said).toContain(`ExportError: ${says}: the permission is missing.`);
    expect(said).toContain(`${done} had been written by then; what else was there before is as it was.`);
    expect(said).not.toContain("secret");
    expect((await readdir(fixture.out)).toSorted()).toEqual([done, "val.jsonl"].toSorted());
    await runHere(job);
    expect(await readdir(fixture.out)).toContain("dataset.json");
  });

  it("into a folder that another one writes into is refused, and works when that is done", async () => {
    fixture = await exportFixture({ "a.txt": text, "b.txt": "The cat sat." });
    const { job, out } = fixture;
    let second: Promise<string> | undefined;
    const io: DatasetIo = {
      ...localIo,
      open: (place) => {
        if (place.endsWith("b.txt") && second === undefined && opened++ > 0) second = failedWith(runHere(job({ format: "npy" })));
        return localIo.open(place);
      },
    };
    let opened = 0; // the first time it is checked
    const first = await runHere(job({ format: "bin" }), undefined, undefined, io);
    expect(await second).toBe(
      "ExportError: Another export is writing into this folder. Wait until it is done, or choose another folder, then export again.",
    );
    expect((await readdir(out)).toSorted()).toEqual(["dataset.json", "train.bin"]);
    expect(JSON.parse(readFileSync(join(out, "dataset.json"), "utf8"))).toEqual(first);
    await runHere(job({ format: "npy" }));
    expect(await readdir(out)).toContain("train.npy");
  });

  it("and another that begin at once never leave files of one with the manifest of the other", async () => {
    fixture = await exportFixture({ "a.txt": text, "b.txt": "The cat sat." });
    const { job, out } = fixture;
    const [both, short] = [job({}), { ...job({}), sources: job({}).sources.slice(1) }];
    await Promise.all([failedWith(runHere(both)), failedWith(runHere(short))]);
    const names = await readdir(out);
    if (names.length > 0) {
      const { outputs } = JSON.parse(readFileSync(join(out, "dataset.json"), "utf8")) as DatasetManifest;
      expect(
        createHash("sha256")
          .update(readFileSync(join(out, "train.bin")))
          .digest("hex"),
      ).toBe(outputs[0]?.sha256);
    }
    await runHere(both);
  });

  it("through links: a folder's is followed, a file's is replaced and what it leads to stays", async () => {
    fixture = await exportFixture({ "a.txt": "The cat sat." });
    const { out, job } = fixture;
    const link = join(out, "../link");
    symlinkSync(out, link);
    writeFileSync(join(out, "../precious.bin"), "precious");
    symlinkSync("../precious.bin", join(out, "train.bin"));
    symlinkSync("../gone.json", join(out, "dataset.json"));
    await runHere(job({ folder: link }));
    expect(uint16(await fixture.bytes("train.bin"))).toEqual([464, 3797, 3332, 13]);
    expect(readFileSync(join(out, "../precious.bin"), "utf8")).toBe("precious");
    expect(() => readlinkSync(join(out, "dataset.json"))).toThrow("EINVAL");
    expect(await readdir(join(out, ".."))).not.toContain("gone.json");
  });

  it("over files that are read-only writes new ones in their place", async () => {
    fixture = await exportFixture({ "a.txt": "The cat sat." });
    writeFileSync(join(fixture.out, "train.bin"), "old");
    chmodSync(join(fixture.out, "train.bin"), 0o444);
    await runHere(fixture.job({}));
    expect(uint16(await fixture.bytes("train.bin"))).toEqual([464, 3797, 3332, 13]);
  });

  it("leaves out what is no file, at once and with the reason", async () => {
    fixture = await exportFixture({ "a.txt": "The cat sat." });
    const { out, job } = fixture;
    spawnSync("mkfifo", [join(out, "../in/pipe.txt")]);
    const places = { pipe: join(out, "../in/pipe.txt"), device: "/dev/zero", folder: join(out, "../in"), gone: join(out, "../in/gone") };
    const odd = Object.entries(places).map(([path, place]) => ({ kind: "file", path, place }) as const);
    const { skipped, inputs } = await runHere(job({ sources: [...job({}).sources, ...odd] }));
    expect(inputs.map(({ path }) => path)).toEqual(["a.txt"]);
    expect(skipped).toEqual([
      { path: "device", reason: "can't be read: it is neither a file nor a folder" },
      { path: "folder", reason: "can't be read: it is a folder" },
      { path: "gone", reason: "can't be read: it is gone, or a link that leads nowhere" },
      { path: "pipe", reason: "can't be read: it is neither a file nor a folder" },
    ]);
  });

  it("of a file that grows takes what was there when it was opened, and its manifest says of which bytes", async () => {
    fixture = await exportFixture({ "a.txt": text });
    const path = join(fixture.out, "../in/a.txt");
    const io: DatasetIo = {
      ...localIo,
      open: async (place) => {
        const file = await localIo.open(place);
        return { ...file, read: (range, room) => (appendFileSync(path, "é🐈 more"), file.read(range, room)) };
      },
    };
    const { inputs, outputs } = await runHere(fixture.job({}), undefined, undefined, io);
    const taken = readFileSync(path).subarray(0, inputs[0]?.byteLength);
    expect(inputs[0]?.sha256).toBe(createHash("sha256").update(taken).digest("hex"));
    expect(outputs[0]?.shape).toEqual([inputs[0]?.tokenCount]);
    expect(taken.length).toBeGreaterThan(text.length);
  });
});
