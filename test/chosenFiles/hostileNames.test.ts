/** Files and folders with hostile names on a real disk: each is taken, or left out with a reason; manifest, CSV and script name it as it is. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pythonString } from "../../src/core/datasets/scripts/pythonLiteral.ts";
import { asCsv, countTree } from "../../src/host/folderCounts/countTree.ts";
import { exportFixture, runHere } from "../export/exportFixture.ts";
import { hostileTexts } from "../support/hostileTexts.ts";
import { findPython, runPython, skipReason } from "../support/python.ts";
import { ChosenTree, type Taken } from "./support/chosenTree.ts";

/** As a disk takes them: no slash, no NUL, whole characters, 255 bytes at most. A .gitignore would be read. */
function nameOf(text: string): string | undefined {
  const name = text.replaceAll("/", "\u2215").replaceAll("\0", "\u2400").toWellFormed();
  return name === "" || name === "." || name === ".." || name === ".gitignore" || Buffer.byteLength(name) > 255 ? undefined : name;
}
const names = [...new Set(hostileTexts.map(nameOf))].filter((name) => name !== undefined).sort();
/** Half of them are files, half are folders that hold one. */
const paths = names.map((name, at) => (at % 2 === 0 ? name : `${name}/a.txt`));

let tree: ChosenTree;
let found: Taken;
beforeAll(async () => {
  tree = new ChosenTree(Object.fromEntries(paths.map((path) => [join("in", path), "The cat"])));
  found = await tree.take("in");
});
afterAll(() => tree.remove());

describe(`${names.length} hostile names`, () => {
  it("are all taken, or left out with the reason", () => {
    const left = Object.keys(found.left);
    expect([...found.taken, ...left.map((path) => paths.find((each) => each === path || each.startsWith(`${path}/`)))].sort()).toEqual(
      paths.toSorted(),
    );
    for (const [path, reason] of Object.entries(found.left)) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (reason.startsWith("is Git's own")) expect(name.toLowerCase()).toBe(".git");
      else if (/begins with a dot/.test(reason)) expect(name).toMatch(/^\./);
      else expect(reason).toMatch(/has a name that keys and passwords are kept under/);
    }
    expect(left.length).toBeLessThan(15);
  });

  it("are the manifest's, as they are", async () => {
    const fixture = await exportFixture({});
    const sources = found.taken.map((path) => ({ kind: "file", path, place: join(tree.top, "in", path) }) as const);
    const { inputs, skipped } = await runHere(fixture.job({ sources }));
    expect(skipped).toEqual([]);
    const written = JSON.parse(new TextDecoder().decode(await fixture.bytes("dataset.json"))) as { readonly inputs: typeof inputs };
    expect(written.inputs.map(({ path }) => path)).toEqual(found.taken);
    await fixture.remove();
  });

  it("are branches of the counts, and cells that no spreadsheet calculates", () => {
    const files = found.taken.map((path) => ({ path, tokenCount: 2, byteLength: 7 }));
    expect(countTree("top", files).tokenCount).toBe(2 * files.length);
    const cells = Array.from(asCsv(files).matchAll(/(?:^|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*)),2,7(?=\r\n)/g), ([, quoted, plain]) =>
      quoted === undefined ? plain : quoted.replaceAll('""', '"'),
    );
    expect(cells.map((cell) => cell?.replace(/^\.\/(?=[=+@\t\r\uff1d-])/, ""))).toEqual(found.taken.toSorted());
    expect(cells.filter((cell) => /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(cell ?? ""))).toEqual([]);
    expect(cells.filter((cell) => cell?.startsWith("./=")).length).toBeGreaterThan(3);
  });

  const python = findPython([]);
  it.skipIf(python === undefined)(`are texts of a Python script, which read back${skipReason(python, [])}`, () => {
    const script = `import json, sys\ntexts = [\n${hostileTexts.map((text) => `  ${pythonString(text)},`).join("\n")}\n]\njson.dump(texts, sys.stdout)\n`;
    const read = JSON.parse(runPython(python!, script)) as unknown; // skipped when there is none
    expect(read).toEqual(hostileTexts.map((text) => text.toWellFormed()));
    expect(existsSync("a")).toBe(false); // what the commands in some of them would make
  });
});
