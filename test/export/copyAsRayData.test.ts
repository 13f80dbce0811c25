/**
 * The copied Ray Data script run by Python: its rows are those of our export of the same files. tiktoken is stood in for by a module that gives
 * the ids of tiktoken's WebAssembly build; `ray.data`, where Python has none, by one with the few calls used, which says nothing about Ray.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { get_encoding } from "tiktoken";
import { afterEach, describe, expect, it } from "vitest";
import { copyAsRayData } from "../../src/core/datasets/scripts/copyAsRayData.ts";
import type { DatasetOptions } from "../../src/core/datasets/manifest.ts";
import { findPython, runPython, skipReason } from "../support/python.ts";
import { type ExportFixture, exportFixture, runHere } from "./exportFixture.ts";

const withRay = findPython(["ray.data"]);
const python = withRay ?? findPython([]);
const tiktoken = get_encoding("gpt2");

const documents = {
  'a "quoted".md': "# One\r\n\r\nThe quick brown fox jumps over the lazy dog.\r\n".repeat(3),
  "b/empty.txt": "",
  "b/two.txt": "\uFEFF第二篇文章。🐈 and some <|endoftext|> inside",
  "c.bin": Uint8Array.of(1, 0, 2),
  "d.txt": "short",
  "e.txt": "A longer one, to cut across documents: ".repeat(4),
};
const textOf = (content: string | Uint8Array): string =>
  typeof content === "string" ? content.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n") : "";

const tiktokenModule = `import json, os
known = json.load(open(os.path.join(os.path.dirname(__file__), "tokens.json"), encoding="utf-8"))
class Encoding:
    def encode(self, text, *, allowed_special=frozenset(), disallowed_special="all"):
        assert allowed_special == "all"
        return list(known[text])
def get_encoding(name):
    assert name == "gpt2"
    return Encoding()
`;
const rayModule = `import json, os
class Rows:
    def __init__(self, rows): self.rows = list(rows)
    def map(self, function): return Rows(reversed([function(row) for row in self.rows]))
    def flat_map(self, function): return Rows(out for row in self.rows for out in function(row))
    def take_all(self): return self.rows
    def write_parquet(self, path):
        os.makedirs(path)
        json.dump(self.rows, open(os.path.join(path, "rows.json"), "w"))
def from_items(items):
    assert items
    return Rows(items)
`;

let fixture: ExportFixture;
afterEach(() => fixture.remove());

type Row = Readonly<Record<"input_ids" | "labels", readonly number[]>>;

async function rowsIn(folder: string): Promise<Row[]> {
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter((name) => /\.(parquet|json)$/.test(name))
      .toSorted();
  } catch {
    return []; // a part without a window
  }
  const rows: Row[] = [];
  for (const name of names) {
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    const read: unknown = name.endsWith(".json")
      ? JSON.parse(new TextDecoder().decode(bytes))
      : await parquetReadObjects({ file: bytes.buffer });
    rows.push(...(read as Row[])); // the script's own columns
  }
  return rows;
}

/** Rows as texts, in an order of their own: shards are written in any. */
const asSet = (rows: readonly Row[]): string[] =>
  rows.map(({ input_ids, labels }) => `${Array.from(input_ids, String).join(" ")} → ${Array.from(labels, String).join(" ")}`).toSorted();

const withoutPython = skipReason(python, []);
const withoutRay = withRay === undefined ? " (a stand-in for Ray: no Python with ray.data here; pip install 'ray[data]')" : "";

describe.skipIf(python === undefined)(`Copy as Ray Data${withoutPython}${withoutRay}`, () => {
  it.each<Partial<DatasetOptions>>([
    { maxLength: 4, stride: 4 },
    { maxLength: 7, stride: 3, separatorPlace: "after", labels: "unshifted" },
    { maxLength: 5, stride: 9, separatorPlace: "before" },
    { maxLength: 6, stride: 2, split: { by: "token", validationFraction: 0.3 } },
    { maxLength: 6, stride: 2, separatorPlace: "after", split: { by: "document", validationFraction: 0.4 } },
    { maxLength: 4, stride: 4, split: { by: "token", validationFraction: 0.01 } },
  ])("gives the rows of the export: %o", async (options) => {
    fixture = await exportFixture(documents);
    const { out } = fixture;
    const job = fixture.job({ format: "parquet", options });
    const manifest = await runHere(job);
    const modules = join(out, "../modules");
    mkdirSync(join(modules, "ray"), { recursive: true });
    const texts = Object.values(documents).map(textOf);
    writeFileSync(
      join(modules, "tokens.json"),
      JSON.stringify(Object.fromEntries(texts.map((text) => [text, [...tiktoken.encode(text, "all")]]))),
    );
    writeFileSync(join(modules, "tiktoken.py"), tiktokenModule);
    if (withRay === undefined) {
      writeFileSync(join(modules, "ray/__init__.py"), "from . import data\n");
      writeFileSync(join(modules, "ray/data.py"), rayModule);
    }
    const { separatorId, separatorPlace, split, maxLength, stride, labels } = job.options;
    const folder = join(out, "../in");
    const script = copyAsRayData({
      encoding: { kind: "tiktoken", name: "gpt2" },
      encodingId: "gpt2",
      specialTokens: "allow",
      addSpecialTokens: false,
      endOfLine: "lf",
      folder,
      paths: Object.keys(documents),
      windows: { maxLength, stride },
      labels,
      separatorId: separatorId ?? undefined,
      separatorPlace,
      split,
    }).replace("50_000_000", "11"); // so that there are several shards
    const said = runPython(python!, script, { modulePath: modules }).trim().split("\n").at(-1) ?? ""; // skipped when there is none
    const splits = JSON.parse(said) as Record<string, { tokenCount: number; windowCount: number }>;
    for (const { split: name, tokenCount, windowCount } of manifest.ledgers) {
      const stem = name === "train" ? "train" : "val";
      expect(splits[stem]).toEqual({ tokenCount, windowCount });
      const isWritten = manifest.outputs.some((output) => output.split === name);
      const exported = isWritten ? await parquetReadObjects({ file: new Uint8Array(await fixture.bytes(`${stem}.parquet`)).buffer }) : [];
      expect(asSet(await rowsIn(join(folder, "dataset", stem)))).toEqual(asSet(exported as unknown as Row[])); // our own columns
    }
  });

  it("writes names so that nothing in them runs", () => {
    const options = {
      encoding: { kind: "tiktoken", name: "gpt2" },
      encodingId: "gpt2",
      specialTokens: "text",
      addSpecialTokens: false,
      endOfLine: "document",
      windows: { maxLength: 4, stride: 4 },
      labels: "shifted",
    } as const;
    const rest = { separatorId: undefined, separatorPlace: "between", split: { by: "none", validationFraction: 0 } } as const;
    const path = 'x"]\n__import__("os").abort() #.txt';
    const script = copyAsRayData({ ...options, ...rest, folder: "/tmp/\\", paths: [path] });
    const parse = `import ast, sys, json
found = [node.value for node in ast.parse(sys.argv[1]).body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "paths"]
print(json.dumps([ast.literal_eval(value) for value in found]))`;
    expect(JSON.parse(runPython(python!, parse, { args: [script] }))).toEqual([[path]]); // skipped when there is none
  });
});
