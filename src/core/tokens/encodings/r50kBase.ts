/** r50k_base: the same vocabulary and pattern as gpt2 under the name tiktoken gives it. */
import type { EncodingDefinition } from "../encodingDefinition.ts";
import { scanGpt2 } from "./gpt2.ts";

export const r50kBase: EncodingDefinition = {
  name: "r50k_base",
  ranks: "gpt2",
  preTokenizer: scanGpt2,
  specialTokens: [["<|endoftext|>", 50256]],
};
