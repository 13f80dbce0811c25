/** A file written beside its place, in parts that are sent to the disk meanwhile. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openBlocking } from "../../src/host/platform/node/blockingFile.ts";
import { createLocal, openLocal } from "../../src/host/platform/node/localFile.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tokenscope-file-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("is there whole after it was sent to the disk in between, or not at all", async () => {
  const bytes = Uint8Array.from({ length: 2 ** 23 }, (_, i) => (i * 7919) >> 8);
  const kept = await createLocal(join(folder, "kept"));
  const dropped = await createLocal(join(folder, "dropped"));
  const wanted = createHash("sha256");
  for (let part = 0; part < 9; part++) {
    await Promise.all([kept.write(bytes), dropped.write(bytes)]);
    wanted.update(bytes);
  }
  await kept.commit();
  await dropped.discard();
  expect(await readdir(folder)).toEqual(["kept"]);
  const found = createHash("sha256");
  for await (const part of createReadStream(join(folder, "kept"))) found.update(part as Buffer);
  expect(found.digest("hex")).toBe(wanted.digest("hex"));
});

it.each([
  { how: "blocking", open: openBlocking },
  { how: "not", open: openLocal },
])("is read in any range, into the room that is given, $how", async ({ open }) => {
  const written = await createLocal(join(folder, "a"));
  await written.write(Uint8Array.of(1, 2, 3, 4, 5));
  await written.commit();
  const file = await open(join(folder, "a"));
  const room = new Uint8Array(10);
  expect(file.length).toBe(5);
  expect([...(await file.read({ byteFrom: 1, byteTo: 3 }))]).toEqual([2, 3]);
  expect([...(await file.read({ byteFrom: 3, byteTo: 9 }, room.subarray(2, 8)))]).toEqual([4, 5]);
  expect([...room]).toEqual([0, 0, 4, 5, 0, 0, 0, 0, 0, 0]);
  await file.close();
  await expect(open(join(folder, "gone"))).rejects.toMatchObject({ code: "ENOENT" });
});
