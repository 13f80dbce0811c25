/** What the two scripts for PyTorch, of a batch and of a run of training, have in common: the text's token ids and the `Dataset` over them. */
import { pythonString } from "./pythonLiteral.ts";
import { encodeCall, openEncoding } from "./scriptEncoding.ts";
import { openCall, scopeSlice, type ScriptOptions } from "./scriptParts.ts";

export type ScriptText = Pick<ScriptOptions, "encoding" | "specialTokens" | "addSpecialTokens" | "endOfLine" | "source" | "scope">;

/** From `text = …` to `token_ids = …`. */
export function tokenLines(text: ScriptText): string[] {
  const slice = scopeSlice(text);
  const read =
    text.source.kind === "text"
      ? [`text = ${pythonString(text.source.text)}${slice}`]
      : [`with ${openCall(pythonString(text.source.path), text)} as file:`, `    text = file.read()${slice}`];
  return [...read, ...openEncoding(text.encoding, text.specialTokens), `token_ids = ${encodeCall("text", text)}`];
}

/** @param withIndex the dataset also gives each window's index, by which a run of training leaves out the windows it holds out */
export const datasetClassLines = ({ withIndex }: { readonly withIndex: boolean }): string[] => [
  "class GPTDatasetV1(Dataset):",
  `    """Pairs of a window of token ids and the same window one token later${withIndex ? ", with the window's index" : ""}."""`,
  "",
  "    def __init__(self, token_ids, max_length, stride):",
  "        self.token_ids = torch.tensor(token_ids)",
  "        self.max_length = max_length",
  "        self.starts = range(0, len(token_ids) - max_length, stride)",
  "",
  "    def __len__(self):",
  "        return len(self.starts)",
  "",
  "    def __getitem__(self, index):",
  "        start = self.starts[index]",
  "        end = start + self.max_length",
  `        return self.token_ids[start:end], self.token_ids[start + 1 : end + 1]${withIndex ? ", index" : ""}`,
];
