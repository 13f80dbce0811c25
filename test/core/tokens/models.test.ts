/** Models by name, against the table that tiktoken's own npm package carries, and the rules of its Python package. */
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { listedModels, modelsWithoutTokenizer, tokenizerOfModel } from "../../../src/core/tokens/models.ts";

const require = createRequire(import.meta.url);
const tiktokensTable = require("tiktoken/model_to_encoding.json") as Record<string, string>; // its shape is what the first test compares
const encodingOf = (model: string): unknown => {
  const tokenizer = tokenizerOfModel(model);
  return tokenizer.kind === "encoding" ? tokenizer.encoding : tokenizer.kind;
};

describe("tokenizerOfModel", () => {
  it("agrees with tiktoken's table in every name", () => {
    const names = Object.keys(tiktokensTable);
    expect(names.length).toBeGreaterThan(90);
    expect(Object.fromEntries(names.map((name) => [name, encodingOf(name)]))).toEqual(tiktokensTable);
  });

  it.each([
    ["gpt-4o-mini", "o200k_base"],
    ["gpt-5.1", "o200k_base"],
    ["gpt-5.1-codex-max", "o200k_base"],
    ["text-embedding-3-small", "cl100k_base"],
    ["davinci", "r50k_base"],
    ["gpt-oss-20b", "o200k_harmony"],
    ["ft:gpt-4o-mini:acme::1", "o200k_base"],
    ["ft:gpt-4:acme::1", "cl100k_base"],
    ["openai/gpt-4o", "o200k_base"],
    [" GPT-4o ", "o200k_base"],
    ["gpt-2", "gpt2"],
  ])("%s reads %s", (model, encoding) => {
    expect(encodingOf(model)).toBe(encoding);
  });

  it.each(["claude-sonnet-4-5", "anthropic/claude-3-haiku", "gemini-2.5-pro", "google/gemini-1.5-flash"])(
    "%s has no public tokenizer",
    (model) => {
      expect(tokenizerOfModel(model)).toMatchObject({ kind: "notPublic" });
    },
  );

  it.each(["", "gpt", "gpt-4turbo", "o1x", "my-model", "toString"])("%j is no model anybody knows", (model) => {
    expect(tokenizerOfModel(model)).toEqual({ kind: "unknown" });
  });
});

describe("listedModels", () => {
  it("lists each model once, under the encoding that is found for its name", () => {
    expect(new Set(listedModels.map(({ name }) => name)).size).toBe(listedModels.length);
    for (const { name, encoding } of listedModels) expect(encodingOf(name), name).toBe(encoding);
  });

  it("names the families that nobody outside can count", () => {
    expect(modelsWithoutTokenizer.map(({ family }) => family)).toEqual(["Claude", "Gemini"]);
  });
});
