import { describe, expect, it } from "vitest";
import { checkVocabulary, findEmbeddingTables } from "../../../src/core/checkpoints/embeddingTables.ts";
import type { Dtype, Tensor } from "../../../src/core/checkpoints/tensor.ts";

const tensor = (name: string, shape: readonly number[], dtype: Dtype = "F32"): Tensor => ({ name, dtype, shape, byteFrom: 0, byteTo: 0 });

describe("findEmbeddingTables", () => {
  it.each([
    { by: "GPT-2 at Hugging Face", token: "wte.weight", positional: "wpe.weight" },
    { by: "GPT2LMHeadModel", token: "transformer.wte.weight", positional: "transformer.wpe.weight" },
    { by: "nanoGPT, compiled", token: "_orig_mod.transformer.wte.weight", positional: "_orig_mod.transformer.wpe.weight" },
    { by: "a model in a model", token: "model.transformer.wte.weight", positional: "model.transformer.wpe.weight" },
    { by: "the book", token: "tok_emb.weight", positional: "pos_emb.weight" },
    { by: "the book, compiled", token: "_orig_mod.tok_emb.weight", positional: "_orig_mod.pos_emb.weight" },
    { by: "OPT", token: "model.decoder.embed_tokens.weight", positional: "model.decoder.embed_positions.weight" },
  ])("finds the tables as named by $by", ({ token, positional }) => {
    const tensors = [
      tensor("h.0.attn.bias", [1, 1, 8, 8]),
      tensor("h.0.attn.c_attn.weight", [4, 12]),
      tensor(positional, [8, 4]),
      tensor(token, [9, 4], "BF16"),
    ];
    const found = findEmbeddingTables(tensors);
    expect(found.tokenEmbedding?.name).toBe(token);
    expect(found.positionalEmbedding?.name).toBe(positional);
    expect(found.candidates.map(({ name }) => name)).toEqual(["h.0.attn.c_attn.weight"]);
  });

  it("finds a token table without a positional one, as Llama has", () => {
    const found = findEmbeddingTables([tensor("model.embed_tokens.weight", [9, 4])]);
    expect(found).toMatchObject({ tokenEmbedding: { name: "model.embed_tokens.weight" }, positionalEmbedding: undefined, candidates: [] });
  });

  it("takes no name for another that merely ends like it", () => {
    expect(findEmbeddingTables([tensor("newte.weight", [9, 4])]).tokenEmbedding).toBeUndefined();
  });

  it("offers a positional table of another row length, but does not take it", () => {
    const found = findEmbeddingTables([tensor("wte.weight", [9, 4]), tensor("wpe.weight", [8, 5])]);
    expect(found.positionalEmbedding).toBeUndefined();
    expect(found.candidates.map(({ name }) => name)).toEqual(["wpe.weight"]);
  });

  it("takes the outermost of several tables of one name", () => {
    const found = findEmbeddingTables([tensor("draft.model.wte.weight", [9, 4]), tensor("model.wte.weight", [9, 4])]);
    expect(found.tokenEmbedding?.name).toBe("model.wte.weight");
    expect(found.candidates.map(({ name }) => name)).toEqual(["draft.model.wte.weight"]);
  });

  it("offers every other readable table, output layers first", () => {
    const tensors = [
      tensor("z", [2, 2]),
      tensor("a", [2, 2], "F16"),
      tensor("lm_head.weight", [9, 4]),
      tensor("vector", [4]),
      tensor("empty", [0, 4]),
      tensor("q", [2, 2], "F8_E4M3"),
    ];
    expect(findEmbeddingTables(tensors).candidates.map(({ name }) => name)).toEqual(["lm_head.weight", "a", "z"]);
  });
});

describe("checkVocabulary", () => {
  it.each([
    { rows: 50_257, kind: "exact", says: "a row for each" },
    { rows: 50_304, kind: "padded", says: "the last 47 rows are padding that no token uses" },
    { rows: 50_432, kind: "padded", says: "the last 175 rows are padding" },
    { rows: 50_256, kind: "tooFew", says: "ids from 50256 on have no row. Choose the encoding" },
    { rows: 50_281, kind: "tooMany", says: "24 rows belong to no token. Choose the encoding" },
    { rows: 128_256, kind: "tooMany", says: "77999 rows belong to no token" },
  ])("finds $rows rows for gpt2's 50257 tokens $kind", ({ rows, kind, says }) => {
    const check = checkVocabulary(rows, "gpt2", 50_257);
    expect(check.kind).toBe(kind);
    expect(check.sentence).toContain(`The token table has ${rows} rows and gpt2 has 50257 tokens: `);
    expect(check.sentence).toContain(says);
  });
});
