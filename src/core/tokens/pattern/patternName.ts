/** The patterns that scanners are written for; see patterns.ts. */
export const patternNames = ["gpt2", "cl100k", "o200k", "qwen2", "tekken"] as const;
export type PatternName = (typeof patternNames)[number];
