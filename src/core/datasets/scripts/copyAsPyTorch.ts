/**
 * The script of Copy as PyTorch: tiktoken, `Dataset`, `DataLoader` and `nn.Embedding`, as the notebook writes them. Run where the file is,
 * it prints what the screen shows: the batch, and with an embedding the shapes and the input embeddings.
 */
import { pythonInteger } from "./pythonLiteral.ts";
import { datasetClassLines, tokenLines } from "./pytorchParts.ts";
import { encodingImports } from "./scriptEncoding.ts";
import { type ScriptOptions, batchImports, batchLines, printLines } from "./scriptParts.ts";

export interface PyTorchScriptOptions extends ScriptOptions {
  /** Leave out to print the batch only, for instance where the weights come from a file. */
  readonly embedding?: {
    readonly vocabSize: number;
    readonly embeddingDim: number;
    readonly contextLength: number;
    readonly seed: number;
    readonly positions: "learned" | "sinusoidal";
  };
}

/** @returns the script, ending in a newline  @throws RangeError when an option is not a safe integer */
export function copyAsPyTorch(options: PyTorchScriptOptions): string {
  const { maxLength, stride } = options.windows;
  const lines = [
    ...batchImports(options).flatMap((line) => [line, ""]),
    ...encodingImports(options.encoding),
    "import torch",
    "from torch.utils.data import DataLoader, Dataset",
    "",
    "",
    ...datasetClassLines({ withIndex: false }),
    "",
    "",
    ...tokenLines(options),
    "",
    `dataset = GPTDatasetV1(token_ids, max_length=${pythonInteger(maxLength)}, stride=${pythonInteger(stride)})`,
    ...batchLines("dataset", options),
    "inputs, targets = batch",
    ...printLines("inputs", "targets", options),
    ...embeddingLines(options),
  ];
  return `${lines.join("\n")}\n`;
}

function embeddingLines({ embedding, windows }: PyTorchScriptOptions): string[] {
  if (embedding === undefined) return [];
  const dim = pythonInteger(embedding.embeddingDim);
  const learned = [`positional_embedding = torch.nn.Embedding(${pythonInteger(embedding.contextLength)}, ${dim})`];
  const sinusoidal = [
    "columns = torch.arange(" + dim + ", dtype=torch.float64)",
    `angles = torch.arange(${pythonInteger(windows.maxLength)})[:, None] / 10000 ** ((columns - columns % 2) / ${dim})`,
    "positional_embeddings = torch.where(columns % 2 == 0, angles.sin(), angles.cos()).float()",
  ];
  return [
    "",
    `torch.manual_seed(${pythonInteger(embedding.seed)})`,
    `token_embedding = torch.nn.Embedding(${pythonInteger(embedding.vocabSize)}, ${dim})`,
    ...(embedding.positions === "learned" ? learned : sinusoidal),
    "with torch.no_grad():",
    "    token_embeddings = token_embedding(inputs)",
    ...(embedding.positions === "learned" ? ["    positional_embeddings = positional_embedding(torch.arange(inputs.shape[1]))"] : []),
    "    input_embeddings = token_embeddings + positional_embeddings",
    "print(token_embeddings.shape)",
    "print(positional_embeddings.shape)",
    "print(input_embeddings.shape)",
    "print(input_embeddings)",
  ];
}
