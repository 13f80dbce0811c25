/**
 * The script of Copy as Hugging Face datasets: the same batch, with tokenizing and windowing in `datasets.map`, so that a corpus is worked
 * on by many processes and kept on disk. Windows don't cross from one document to the next. Columns: `input_ids` and `labels`, which are
 * one token later already, as `GPTDatasetV1`'s targets are. Run with datasets 5.0.1: what it caches, and by what, shapes the script.
 */
import { pythonInteger, pythonString } from "./pythonLiteral.ts";
import { encodeCall, encodingImports, openEncoding } from "./scriptEncoding.ts";
import { type ScriptOptions, batchImports, batchLines, openCall, printLines, scopeSlice } from "./scriptParts.ts";

/** @returns the script, ending in a newline  @throws RangeError when an option is not a safe integer */
export function copyAsHuggingFace(options: ScriptOptions): string {
  const { maxLength, stride } = options.windows;
  const lines = [
    "import os",
    ...batchImports(options),
    "",
    ...encodingImports(options.encoding),
    ...(options.windows.shuffle ? ["import torch"] : []),
    "from datasets import Dataset",
    "from torch.utils.data import DataLoader",
    "",
    ...openEncoding(options.encoding, options.specialTokens),
    `max_length, stride = ${pythonInteger(maxLength)}, ${pythonInteger(stride)}`,
    "",
    "",
    ...documentLines(options),
    "",
    "",
    "def tokenize(document):",
    `    return {"token_ids": ${encodeCall('document["text"]', options)}}`,
    "",
    "",
    "def cut(batch):",
    "    # Each document is cut by itself: no window crosses into the next one, and what is left at a document's end is in none.",
    "    # (Tokenscope's Export Dataset joins documents with the token that ends one and cuts across them. For one document both give the same.)",
    "    # The labels are one token later already: for a model that shifts them itself (transformers), use the input_ids as labels.",
    '    pairs = {"input_ids": [], "labels": []}',
    '    for token_ids in batch["token_ids"]:',
    "        for start in range(0, len(token_ids) - max_length, stride):",
    '            pairs["input_ids"].append(token_ids[start : start + max_length])',
    '            pairs["labels"].append(token_ids[start + 1 : start + max_length + 1])',
    "    return pairs",
    "",
    "",
    'if __name__ == "__main__":',
    ...mainLines(options).map((line) => (line === "" ? "" : `    ${line}`)),
  ];
  return `${lines.join("\n")}\n`;
}

function documentLines(options: ScriptOptions): string[] {
  const { source } = options;
  const slice = scopeSlice(options);
  if (source.kind === "text") return ["def read():", `    yield {"text": ${pythonString(source.text)}${slice}}`];
  return [
    "def read(files):",
    "    for path, _ in files:",
    `        with ${openCall("path", options)} as file:`,
    `            yield {"text": file.read()${slice}}`,
  ];
}

function mainLines(options: ScriptOptions): string[] {
  const { source } = options;
  const documents =
    source.kind === "text"
      ? ["documents = Dataset.from_generator(read)"]
      : [
          `paths = [${pythonString(source.path)}]  # as many as you like`,
          "# datasets keeps what it read under these arguments: with the time of the last change, a changed file is read anew.",
          "files = [(path, os.stat(path).st_mtime_ns) for path in paths]",
          'documents = Dataset.from_generator(read, gen_kwargs={"files": files})',
        ];
  return [
    ...documents,
    "processes = min(os.cpu_count(), len(documents))",
    "tokens = documents.map(tokenize, remove_columns=documents.column_names, num_proc=processes)",
    "windows = tokens.map(cut, batched=True, batch_size=1, remove_columns=tokens.column_names, num_proc=processes)",
    "",
    ...batchLines('windows.with_format("torch")', options),
    ...printLines('batch["input_ids"]', 'batch["labels"]', options),
  ];
}
