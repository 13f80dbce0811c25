/** What exports that were killed leave in the folder they wrote into: removed by the next one, when nobody can be writing it any more. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { thisProcess } from "../../src/host/platform/node/leftovers.ts";
import { ownerOf, temporaryName } from "../../src/host/platform/temporaryName.ts";
import { type ExportFixture, exportFixture, runHere } from "./exportFixture.ts";

/** A process that lives until it is killed. */
function living(): { readonly pid: number; kill(): Promise<void> } {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  children.push(child);
  return {
    pid: child.pid ?? 0,
    kill: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

const place = (name: string): string => join(fixture.out, name);
const exported = new Set(["dataset.json", "train.bin"]);
/** Names in the folder after one more export, without those of the export. */
async function left(): Promise<string[]> {
  await runHere(fixture.job({}));
  return (await readdir(fixture.out)).filter((name) => !exported.has(name));
}
const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

let fixture: ExportFixture;
const children: ChildProcess[] = [];

describe("an export", () => {
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await fixture.remove();
  });

  it("removes what a process left that is no more, and leaves alone what a living one writes", async () => {
    fixture = await exportFixture({ "a.txt": "text" });
    const { machine } = await thisProcess();
    const [other, another] = [living(), living()];
    const names = [other, another].map(({ pid }) => temporaryName("train.bin", { machine, pid }));
    for (const name of names) await writeFile(place(name), "half");
    await utimes(place(names[1] ?? ""), daysAgo(30), daysAgo(30)); // a process that lives is believed, however long it took
    await other.kill();
    expect(await left()).toEqual([names[1]]);
    await another.kill();
    expect(await left()).toEqual([]);
  });

  it("removes what other machines left only when it has not been touched for a week", async () => {
    fixture = await exportFixture({ "a.txt": "text" });
    const dead = living();
    await dead.kill();
    const names = [temporaryName("val.bin", { machine: "0badcafe", pid: dead.pid }), temporaryName("val.bin")];
    for (const name of names) await writeFile(place(name), "half");
    await utimes(place(names[0] ?? ""), daysAgo(6), daysAgo(6));
    expect((await left()).toSorted()).toEqual(names.toSorted());
    for (const name of names) await utimes(place(name), daysAgo(8), daysAgo(8));
    expect(await left()).toEqual([]);
  });

  it("touches no file with another name", async () => {
    fixture = await exportFixture({ "a.txt": "text" });
    const names = [".hidden", "movie.partial", ".train.bin.1a2b3c4d.partial", "tokenscope-12345678.partial"];
    for (const name of names) {
      await writeFile(place(name), "mine");
      await utimes(place(name), daysAgo(400), daysAgo(400));
    }
    expect((await left()).toSorted()).toEqual(names.toSorted());
  });
});

it.each([
  { owner: undefined, says: "unknown" },
  { owner: { machine: "0badcafe", pid: 4711 }, says: { machine: "0badcafe", pid: 4711 } },
])("the name of a file being written says whose it is: $owner", ({ owner, says }) => {
  expect(ownerOf(temporaryName("train.bin", owner))).toEqual(says);
});
