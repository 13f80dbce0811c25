/**
 * The copied scripts run by real PyTorch, their output compared with what the screen shows. tiktoken is stood in for by a module that gives
 * the ids of tiktoken's WebAssembly build for the text it is handed; `datasets`, where Python has none, by one with the few calls used.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get_encoding } from "tiktoken";
import { afterAll, describe, expect, it } from "vitest";
import { copyAsHuggingFace } from "../../src/core/datasets/scripts/copyAsHuggingFace.ts";
import { type PyTorchScriptOptions, copyAsPyTorch } from "../../src/core/datasets/scripts/copyAsPyTorch.ts";
import { sinusoidalPositions } from "../../src/core/embeddings/sinusoidalPositions.ts";
import { shuffledOrder } from "../../src/core/random/dataLoaderOrder.ts";
import { printBatchList, printInputsAndTargets } from "../../src/core/torch/printBatch.ts";
import { printSize, printTensor } from "../../src/core/torch/printTensor.ts";
import { batchAt } from "../../src/core/windows/batch.ts";
import { windowCount } from "../../src/core/windows/slidingWindow.ts";
import { findPython, runPython, skipReason } from "../support/python.ts";
import { initialize } from "../support/plain/atOnce.ts";
import { type BatchTensors, batchTensors } from "../support/plain/batchTensors.ts";
import { inputEmbedding } from "../support/plain/inputEmbedding.ts";

const withDatasets = findPython(["torch", "datasets"]);
const python = withDatasets ?? findPython(["torch"]);
const folder = mkdtempSync(join(tmpdir(), "tokenscope-torch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = "# Notes\n\nStride windows cut a text into pairs; naïve 漢字 and 🙂 too.\n".repeat(24);
const textPath = join(folder, 'a "quoted" näme.md');
writeFileSync(textPath, `\ufeff${text.replaceAll("\n", "\r\n")}`);
const ids = Int32Array.from(get_encoding("gpt2").encode(text));
const modules = join(folder, "modules");
mkdirSync(modules);
/** What the stand-in for tiktoken knows. */
const teachTokens = (known: { readonly text: string; readonly ids: Iterable<number> }): void =>
  writeFileSync(join(modules, "tokens.json"), JSON.stringify({ text: known.text, ids: [...known.ids] }));
teachTokens({ text, ids });
writeFileSync(
  join(modules, "tiktoken.py"),
  `import json, os
class Encoding:
    def __init__(self, name):
        self.name = name
    def encode(self, text, *, allowed_special=frozenset(), disallowed_special="all"):
        known = json.load(open(os.path.join(os.path.dirname(__file__), "tokens.json"), encoding="utf-8"))
        assert text == known["text"], repr(text[:80])
        return known["ids"]
get_encoding = Encoding
`,
);
const hasDatasets = withDatasets !== undefined;
if (!hasDatasets) {
  writeFileSync(
    join(modules, "datasets.py"),
    `import torch
class Dataset:
    def __init__(self, columns):
        self.columns, self.format = columns, None
    @staticmethod
    def from_generator(generator, gen_kwargs=None):
        rows = list(generator(**(gen_kwargs or {})))
        return Dataset({name: [row[name] for row in rows] for name in rows[0]})
    column_names = property(lambda self: list(self.columns))
    def __len__(self):
        return len(next(iter(self.columns.values())))
    def __getitem__(self, index):
        row = {name: values[index] for name, values in self.columns.items()}
        return {name: torch.tensor(value) for name, value in row.items()} if self.format == "torch" else row
    def map(self, function, batched=False, batch_size=1000, remove_columns=(), num_proc=None):
        assert list(remove_columns) == self.column_names
        if not batched:
            rows = [function(self[index]) for index in range(len(self))]
            return Dataset({name: [row[name] for row in rows] for name in rows[0]})
        parts = [function({name: values[i : i + batch_size] for name, values in self.columns.items()}) for i in range(0, len(self), batch_size)]
        return Dataset({name: sum((part[name] for part in parts), []) for name in parts[0]})
    def with_format(self, format):
        copy = Dataset(self.columns)
        copy.format = format
        return copy
`,
  );
}

const options: PyTorchScriptOptions = {
  encoding: { kind: "tiktoken", name: "gpt2" },
  specialTokens: "allow",
  addSpecialTokens: false,
  endOfLine: "lf",
  source: { kind: "file", path: textPath },
  windows: { maxLength: 4, stride: 4, batchSize: 8, shuffle: false, seed: 123, epoch: 0, dropLast: true },
  batch: 0,
  print: "list",
};

function screenBatch({ windows, batch }: PyTorchScriptOptions): BatchTensors {
  const count = windowCount(ids.length, windows);
  const order = windows.shuffle ? shuffledOrder(count, windows.seed, windows.epoch) : undefined;
  return batchTensors(ids, batchAt(batch, count, windows, order), windows);
}

function screen(options: PyTorchScriptOptions): string {
  const batch = screenBatch(options);
  const printed = options.print === "list" ? printBatchList(batch) : printInputsAndTargets(batch);
  if (options.embedding === undefined) return `${printed}\n`;
  const { embeddingDim, contextLength, positions } = options.embedding;
  const layers = initialize(options.embedding);
  const positional = positions === "learned" ? layers.positionalEmbedding : sinusoidalPositions(contextLength, embeddingDim);
  const [rows, maxLength] = batch.shape;
  const values = inputEmbedding({ ...layers, positionalEmbedding: positional }, batch.inputIds, maxLength); // [rows, maxLength, embeddingDim]
  const shape = [rows, maxLength, embeddingDim];
  const sizes = [printSize(shape), printSize([maxLength, embeddingDim]), printSize(shape)];
  return `${[printed, ...sizes, printTensor({ shape, dtype: "float32", values })].join("\n")}\n`;
}

const shuffled = { ...options.windows, shuffle: true };
const embedding = { vocabSize: 50257, embeddingDim: 6, contextLength: 4, seed: 123, positions: "learned" } as const;
const cases: { readonly name: string; readonly options: PyTorchScriptOptions }[] = [
  { name: "the notebook's first batch", options },
  { name: "inputs and targets below their headings", options: { ...options, print: "inputsAndTargets", batch: 2 } },
  { name: "a shuffled epoch", options: { ...options, windows: { ...shuffled, stride: 1 }, batch: 5 } },
  { name: "the third shuffled epoch", options: { ...options, windows: { ...shuffled, epoch: 2, seed: -1 }, batch: 1 } },
  {
    name: "a short last batch",
    options: {
      ...options,
      windows: { maxLength: 64, stride: 100, batchSize: 5, shuffle: false, seed: 1, epoch: 0, dropLast: false },
      batch: 1,
    },
  },
  { name: "a summarised batch", options: { ...options, windows: { ...options.windows, maxLength: 256, stride: 16 } } },
  { name: "a document without a file", options: { ...options, source: { kind: "text", text } } },
];

describe.skipIf(python === undefined)(`the copied scripts under PyTorch${skipReason(python, ["torch"])}`, () => {
  const run = (script: string): string => runPython(python!, script, { modulePath: modules }); // skipped when there is none

  it.each(cases)("Copy as PyTorch prints $name as the screen does", ({ options }) => {
    expect(run(copyAsPyTorch(options))).toBe(screen(options));
  });

  it.each(["learned", "sinusoidal"] as const)("Copy as PyTorch prints the input embeddings with %s positions", (positions) => {
    const withEmbedding = { ...options, embedding: { ...embedding, positions } };
    expect(run(copyAsPyTorch(withEmbedding))).toBe(screen(withEmbedding));
  });

  it.each(cases)(
    `Copy as Hugging Face datasets${hasDatasets ? "" : " (datasets stood in for)"} prints $name as the screen does`,
    ({ options }) => {
      expect(run(copyAsHuggingFace(options))).toBe(screen(options));
    },
  );

  it("Copy as Hugging Face datasets reads a file anew that changed since it was run last", () => {
    const path = join(folder, "changing.md");
    const script = copyAsHuggingFace({ ...options, source: { kind: "file", path }, windows: { ...options.windows, batchSize: 1 } });
    const batches = ["one two three four five six", "six five four three two one"].map((now) => {
      writeFileSync(path, now);
      teachTokens({ text: now, ids: get_encoding("gpt2").encode(now) });
      return run(script);
    });
    teachTokens({ text, ids });
    expect(batches).toEqual([
      "[tensor([[ 505,  734, 1115, 1440]]), tensor([[ 734, 1115, 1440, 1936]])]\n",
      "[tensor([[19412,  1936,  1440,  1115]]), tensor([[1936, 1440, 1115,  734]])]\n",
    ]);
  }, 60_000);
});
