/** Neighbours of what people reported about exports (parts without a window, an export over another one, labels, separators, odd windows): the same
 *  right values, at the edges. */
import { readFileSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { DatasetFormat } from "../../src/core/datasets/formats.ts";
import { exportedNames } from "../../src/core/datasets/readManifest.ts";
import { outputNames } from "../../src/host/export/outputNames.ts";
import { ChosenTree } from "../chosenFiles/support/chosenTree.ts";
import { loadEncoding } from "../support/encodings.ts";
import { type ExportFixture, exportFixture, runHere, uint16 } from "./exportFixture.ts";

const gpt2 = await loadEncoding("gpt2");
const idsOf = (text: string): number[] => [...gpt2.encode(text, "allow")];
const endOfText = 50256;
/** A text of so many tokens. */
const textOf = (tokenCount: number): string => "a" + " a".repeat(tokenCount - 1);

let fixture: ExportFixture | undefined;
let tree: ChosenTree | undefined;
afterEach(async () => {
  await fixture?.remove();
  tree?.remove();
  [fixture, tree] = [undefined, undefined];
});
const make = async (documents: Readonly<Record<string, string>>): Promise<ExportFixture> => (fixture = await exportFixture(documents));
const rowsOf = async ({ bytes }: ExportFixture, name: string): Promise<unknown[]> =>
  new TextDecoder()
    .decode(await bytes(name))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

describe("a part for validation", () => {
  // One window of 4 takes 5 tokens: 4 inputs, and a target for the last.
  it.each([
    { tokens: 4, windows: 0 },
    { tokens: 5, windows: 1 },
    { tokens: 8, windows: 1 },
    { tokens: 9, windows: 2 },
  ])("of a document with $tokens tokens has $windows windows, and no file where it has none", async ({ tokens, windows }) => {
    const { job, out } = await make({ "a.txt": textOf(20), "b.txt": textOf(tokens) });
    const split = { by: "document", validationFraction: 0.5 } as const;
    const manifest = await runHere(job({ format: "jsonLines", options: { split, separatorId: null } }));
    expect(manifest.ledgers[1]).toMatchObject({ split: "validation", tokenCount: tokens, windowCount: windows });
    expect((await readdir(out)).includes("val.jsonl")).toBe(windows > 0);
    if (windows > 0) expect(await rowsOf(fixture!, "val.jsonl")).toHaveLength(windows); // made above
  });

  it.each([0.001, 0.5, 0.999])("of %s of the tokens leaves none out, and takes none twice", async (validationFraction) => {
    const { job, bytes, out } = await make({ "a.txt": textOf(1000) });
    await runHere(job({ options: { split: { by: "token", validationFraction } } }));
    const there = await readdir(out);
    const parts = await Promise.all(["train.bin", "val.bin"].map(async (name) => (there.includes(name) ? uint16(await bytes(name)) : [])));
    expect(parts.flat()).toEqual(idsOf(textOf(1000)));
    expect(parts[0]).toHaveLength(Math.floor(1000 * (1 - validationFraction)));
  });

  it.each([Number.NaN, -0.1, 0, 1, 1.5, Infinity])("of %s is refused, and nothing is written", async (validationFraction) => {
    for (const by of ["token", "document"] as const) {
      const { job, out } = await make({ "a.txt": textOf(100), "b.txt": "b" });
      await expect(runHere(job({ options: { split: { by, validationFraction } } }))).rejects.toThrow("must be between 0 and 1");
      expect(await readdir(out)).toEqual([]);
      await fixture?.remove();
    }
  });
});

describe("an export into the folder of its documents", () => {
  const formats: readonly DatasetFormat[] = ["bin", "npy", "npyPairs", "jsonLines", "parquet"];
  const splits = [
    { by: "token", validationFraction: 0.2 },
    { by: "none", validationFraction: 0 },
    { by: "document", validationFraction: 0.5 },
  ] as const;

  /** Exports what is taken of the folder into it. @returns the documents, and what the folder then holds of exports */
  async function exportInto(made: ChosenTree, format: DatasetFormat, split: (typeof splits)[number]): Promise<readonly string[]> {
    const { taken } = await made.take("in");
    const { job } = fixture ?? (await make({}));
    const sources = taken.map((path) => ({ kind: "file", path, place: join(made.top, "in", path) }) as const);
    const before = await readdir(join(made.top, "in"));
    const known = before.includes("dataset.json") ? exportedNames(readFileSync(join(made.top, "in/dataset.json"), "utf8")) : [];
    const outputs = outputNames(format, split);
    const earlier = known.filter((name) => before.includes(name) && !outputs.includes(name));
    await runHere(job({ sources, folder: join(made.top, "in"), format, earlier, options: { split } }));
    return taken;
  }

  it("never takes what another one wrote, whatever its format and split, and in whatever order", async () => {
    const documents = ["a.txt", "b.txt", "train.md", "validation.txt"];
    tree = new ChosenTree(Object.fromEntries(documents.map((name) => [`in/${name}`, textOf(60)])));
    for (const split of splits)
      for (const format of [...formats, ...formats.toReversed()]) expect(await exportInto(tree, format, split), format).toEqual(documents);
  });

  it("takes files of its own names where no manifest says that an export wrote them", async () => {
    tree = new ChosenTree({ "in/a.txt": textOf(60) });
    await exportInto(tree, "jsonLines", splits[0]);
    rmSync(join(tree.top, "in/dataset.json"));
    expect((await tree.take("in")).taken).toEqual(["a.txt", "train.jsonl", "val.jsonl"]);
  });
});

describe("labels", () => {
  it.each([
    { labels: "shifted", maxLength: 1, stride: 1, rows: [[0], [1], [2]], wanted: [[1], [2], [3]] },
    { labels: "unshifted", maxLength: 1, stride: 1, rows: [[0], [1], [2]], wanted: [[0], [1], [2]] },
    { labels: "shifted", maxLength: 2, stride: 3, rows: [[0, 1]], wanted: [[1, 2]] },
    { labels: "unshifted", maxLength: 3, stride: 1, rows: [[0, 1, 2]], wanted: [[0, 1, 2]] },
    { labels: "shifted", maxLength: 3, stride: 2 ** 20, rows: [[0, 1, 2]], wanted: [[1, 2, 3]] },
  ] as const)("are $labels for windows of $maxLength, stride $stride", async ({ labels, maxLength, stride, rows, wanted }) => {
    const text = "The cat sat."; // four tokens
    const { job } = await make({ "a.txt": text });
    await runHere(job({ format: "jsonLines", options: { labels, maxLength, stride } }));
    const ids = idsOf(text);
    const idsAt = (places: readonly (readonly number[])[]): (number | undefined)[][] => places.map((row) => row.map((at) => ids[at]));
    expect(await rowsOf(fixture!, "train.jsonl")).toEqual(
      idsAt(rows).map((row, at) => ({ input_ids: row, labels: idsAt(wanted)[at] })), // made above
    );
  });
});

describe("separators", () => {
  it.each([
    { place: "between", documents: ["A", "B"], stream: [32, endOfText, 33] },
    { place: "after", documents: ["A"], stream: [32, endOfText] },
    { place: "before", documents: ["A"], stream: [endOfText, 32] },
    { place: "between", documents: ["A"], stream: [32] },
    { place: "after", documents: ["A<|endoftext|>", "B"], stream: [32, endOfText, endOfText, 33, endOfText] },
    { place: "before", documents: ["<|endoftext|>A", "B"], stream: [endOfText, endOfText, 32, endOfText, 33] },
  ] as const)("$place, of $documents", async ({ place, documents, stream }) => {
    const { job, bytes } = await make(Object.fromEntries(documents.map((text, at) => [`${at}.txt`, text])));
    await runHere(job({ options: { separatorPlace: place } }));
    expect(uint16(await bytes("train.bin"))).toEqual(stream);
  });

  it.each(["between", "after", "before"] as const)("%s are none where the encoding has no such token", async (separatorPlace) => {
    const { job, bytes } = await make({ "a.txt": "A", "b.txt": "B" });
    await runHere(job({ options: { separatorPlace, separatorId: null } }));
    expect(uint16(await bytes("train.bin"))).toEqual([32, 33]);
  });

  it.each(["between", "after", "before"] as const)(
    "%s are said by the manifest, which counts them in no document",
    async (separatorPlace) => {
      const { job, bytes } = await make({ "a.txt": "A", "b.txt": "", "c.txt": "C" });
      const { inputs, ledgers, options } = await runHere(job({ options: { separatorPlace } }));
      expect(options.separatorPlace).toBe(separatorPlace);
      expect(inputs.map(({ tokenCount }) => tokenCount)).toEqual([1, 0, 1]);
      expect(ledgers[0]?.tokenCount).toBe(uint16(await bytes("train.bin")).length);
    },
  );
});

it.each([
  { manifest: { tokenscopeDataset: 4, outputs: [{ path: 5 }, null, "train.bin", { path: "a" }] }, names: ["a"] },
  { manifest: { tokenscopeDataset: 1, outputs: [], earlier: ["b", 7, null] }, names: ["b"] },
  { manifest: { tokenscopeDataset: 4, outputs: [{ path: "__proto__" }], earlier: ["constructor"] }, names: ["__proto__", "constructor"] },
])("a manifest of $manifest names $names", ({ manifest, names }) => {
  expect(exportedNames(JSON.stringify(manifest))).toEqual(names);
});
