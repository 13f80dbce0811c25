/** p50k_edit: p50k_base and three special tokens for filling in the middle. */
import type { EncodingDefinition } from "../encodingDefinition.ts";
import { scanGpt2 } from "./gpt2.ts";

export const p50kEdit: EncodingDefinition = {
  name: "p50k_edit",
  ranks: "p50k_base",
  preTokenizer: scanGpt2,
  specialTokens: [
    ["<|endoftext|>", 50256],
    ["<|fim_prefix|>", 50281],
    ["<|fim_middle|>", 50282],
    ["<|fim_suffix|>", 50283],
  ],
};
