import { describe, expect, it } from "vitest";
import { copyAsHuggingFace } from "../../../../src/core/datasets/scripts/copyAsHuggingFace.ts";
import { type PyTorchScriptOptions, copyAsPyTorch } from "../../../../src/core/datasets/scripts/copyAsPyTorch.ts";

const notebook: PyTorchScriptOptions = {
  encoding: { kind: "tiktoken", name: "gpt2" },
  specialTokens: "allow",
  addSpecialTokens: false,
  endOfLine: "lf",
  source: { kind: "file", path: "the-awakening.md" },
  windows: { maxLength: 4, stride: 4, batchSize: 8, shuffle: false, seed: 123, epoch: 0, dropLast: true },
  batch: 0,
  print: "list",
};

describe("copyAsPyTorch", () => {
  it("writes the notebook's pipeline", () => {
    expect(copyAsPyTorch(notebook)).toBe(`import tiktoken
import torch
from torch.utils.data import DataLoader, Dataset


class GPTDatasetV1(Dataset):
    """Pairs of a window of token ids and the same window one token later."""

    def __init__(self, token_ids, max_length, stride):
        self.token_ids = torch.tensor(token_ids)
        self.max_length = max_length
        self.starts = range(0, len(token_ids) - max_length, stride)

    def __len__(self):
        return len(self.starts)

    def __getitem__(self, index):
        start = self.starts[index]
        end = start + self.max_length
        return self.token_ids[start:end], self.token_ids[start + 1 : end + 1]


with open("the-awakening.md", encoding="utf-8-sig") as file:
    text = file.read()
encoding = tiktoken.get_encoding("gpt2")
token_ids = encoding.encode(text, allowed_special="all")

dataset = GPTDatasetV1(token_ids, max_length=4, stride=4)
loader = DataLoader(dataset, batch_size=8, shuffle=False, drop_last=True)
batch = next(iter(loader))
inputs, targets = batch
print([inputs, targets])
`);
  });

  it("seeds a shuffled epoch and draws the epochs before it", () => {
    const script = copyAsPyTorch({
      ...notebook,
      windows: { ...notebook.windows, shuffle: true, epoch: 2 },
      batch: 3,
      print: "inputsAndTargets",
    });
    expect(script).toContain(String.raw`
torch.manual_seed(123)
loader = DataLoader(dataset, batch_size=8, shuffle=True, drop_last=True)
for _ in range(2):  # each epoch draws an order of its own
    next(iter(loader))
batch = next(islice(loader, 3, None))
inputs, targets = batch
print("Inputs:\n", inputs)
print("\nTargets:\n", targets)
`);
    expect(script.startsWith("from itertools import islice\n\nimport tiktoken\n")).toBe(true);
  });

  it("adds the seeded embeddings", () => {
    const embedding = { vocabSize: 50257, embeddingDim: 256, contextLength: 4, seed: 123, positions: "learned" } as const;
    expect(copyAsPyTorch({ ...notebook, embedding })).toContain(`
torch.manual_seed(123)
token_embedding = torch.nn.Embedding(50257, 256)
positional_embedding = torch.nn.Embedding(4, 256)
with torch.no_grad():
    token_embeddings = token_embedding(inputs)
    positional_embeddings = positional_embedding(torch.arange(inputs.shape[1]))
    input_embeddings = token_embeddings + positional_embeddings
`);
  });

  it.each([
    { options: { specialTokens: "text" }, line: "token_ids = encoding.encode(text, disallowed_special=())" },
    { options: { specialTokens: "error" }, line: "token_ids = encoding.encode(text)" },
    { options: { endOfLine: "document" }, line: 'with open("the-awakening.md", encoding="utf-8-sig", newline="") as file:' },
    { options: { scope: { from: 10, to: 20 } }, line: "    text = file.read()[10:20]" },
    { options: { source: { kind: "file", path: 'a"b' } }, line: String.raw`with open("a\"b", encoding="utf-8-sig") as file:` },
    { options: { source: { kind: "text", text: "a\n" } }, line: String.raw`text = "a\n"` },
  ] as const)("writes $line", ({ options, line }) => {
    expect(copyAsPyTorch({ ...notebook, ...options }).split("\n")).toContain(line);
  });
});

describe("copyAsHuggingFace", () => {
  it("tokenizes and cuts with datasets.map", () => {
    expect(copyAsHuggingFace(notebook)).toBe(`import os

import tiktoken
from datasets import Dataset
from torch.utils.data import DataLoader

encoding = tiktoken.get_encoding("gpt2")
max_length, stride = 4, 4


def read(files):
    for path, _ in files:
        with open(path, encoding="utf-8-sig") as file:
            yield {"text": file.read()}


def tokenize(document):
    return {"token_ids": encoding.encode(document["text"], allowed_special="all")}


def cut(batch):
    # Each document is cut by itself: no window crosses into the next one, and what is left at a document's end is in none.
    # (Tokenscope's Export Dataset joins documents with the token that ends one and cuts across them. For one document both give the same.)
    # The labels are one token later already: for a model that shifts them itself (transformers), use the input_ids as labels.
    pairs = {"input_ids": [], "labels": []}
    for token_ids in batch["token_ids"]:
        for start in range(0, len(token_ids) - max_length, stride):
            pairs["input_ids"].append(token_ids[start : start + max_length])
            pairs["labels"].append(token_ids[start + 1 : start + max_length + 1])
    return pairs


if __name__ == "__main__":
    paths = ["the-awakening.md"]  # as many as you like
    # datasets keeps what it read under these arguments: with the time of the last change, a changed file is read anew.
    files = [(path, os.stat(path).st_mtime_ns) for path in paths]
    documents = Dataset.from_generator(read, gen_kwargs={"files": files})
    processes = min(os.cpu_count(), len(documents))
    tokens = documents.map(tokenize, remove_columns=documents.column_names, num_proc=processes)
    windows = tokens.map(cut, batched=True, batch_size=1, remove_columns=tokens.column_names, num_proc=processes)

    loader = DataLoader(windows.with_format("torch"), batch_size=8, shuffle=False, drop_last=True)
    batch = next(iter(loader))
    print([batch["input_ids"], batch["labels"]])
`);
  });
});

describe("with a tokenizer's file", () => {
  const encoding = { kind: "tokenizers", path: "/models/q/tokenizer.json" } as const;

  it.each([
    { what: "PyTorch", script: copyAsPyTorch },
    { what: "Hugging Face datasets", script: copyAsHuggingFace },
  ])("the script of $what reads it with the library it is made for", ({ script }) => {
    const text = script({ ...notebook, encoding });
    expect(text).toContain("from tokenizers import Tokenizer\n");
    expect(text).toContain('encoding = Tokenizer.from_file("/models/q/tokenizer.json")\nencoding.no_truncation()\nencoding.no_padding()\n');
    expect(text).toMatch(/encoding\.encode\((?:text|document\["text"\]), add_special_tokens=False\)\.ids/);
    expect(text).not.toContain("tiktoken");
    expect(text).not.toContain("encode_special_tokens");
  });

  it.each(["text", "error"] as const)("special tokens are text under the policy %s", (specialTokens) => {
    expect(copyAsPyTorch({ ...notebook, encoding, specialTokens })).toContain("encoding.encode_special_tokens = True");
  });

  it("a file of ranks is read by tiktoken, with the regex that was chosen", () => {
    const text = copyAsPyTorch({ ...notebook, encoding: { kind: "ranks", path: "r.tiktoken", regex: String.raw`\s+|.` } });
    expect(text).toContain("from tiktoken.load import load_tiktoken_bpe\n");
    expect(text).toContain('ranks = load_tiktoken_bpe("r.tiktoken")\n');
    expect(text).toContain(String.raw`pat_str="\\s+|.", mergeable_ranks=ranks, special_tokens={})`);
  });
});
