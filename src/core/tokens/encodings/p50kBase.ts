/** p50k_base: gpt2's vocabulary and 24 runs of spaces after `<|endoftext|>`; gpt2's pattern. */
import type { EncodingDefinition } from "../encodingDefinition.ts";
import { scanGpt2 } from "./gpt2.ts";

export const p50kBase: EncodingDefinition = {
  name: "p50k_base",
  ranks: "p50k_base",
  preTokenizer: scanGpt2,
  specialTokens: [["<|endoftext|>", 50256]],
};
