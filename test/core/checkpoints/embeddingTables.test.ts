import { inEnglish, type Sentence } from "../../../src/core/sentence.ts";
import { describe, expect, it } from "vitest";
import { findEmbeddingTables } from "../../../src/core/checkpoints/embeddingTables.ts";
import type { Tensor } from "../../../src/core/checkpoints/tensor.ts";

const said = (sentence: Sentence | undefined): string => (sentence === undefined ? "" : inEnglish(sentence));

const tensor = (name: string, shape: readonly number[], dtype = "F32"): Tensor => ({ name, dtype, shape, byteFrom: 0, byteTo: 0 });

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

describe("a tensor with a token table's name that is none", () => {
  it.each([
    {
      by: "MLX",
      dtype: "U32",
      names: ["model.embed_tokens.scales", "model.embed_tokens.biases"],
      says: /is packed \(MLX\): its U32 numbers/u,
    },
    { by: "MLX, scales alone", dtype: "U32", names: ["model.embed_tokens.scales"], says: /is packed \(MLX\)/u },
    { by: "bitsandbytes, 4 bits", dtype: "U8", names: ["model.embed_tokens.weight.absmax"], says: /is packed \(bitsandbytes, 4 bits\)/u },
    { by: "bitsandbytes, 8 bits", dtype: "I8", names: ["model.embed_tokens.SCB"], says: /is packed \(bitsandbytes, 8 bits\)/u },
    {
      by: "scales of eight-bit floats",
      dtype: "F8_E4M3",
      names: ["model.embed_tokens.weight_scale"],
      says: /is packed \(scaled to 8 bits\)/u,
    },
    { by: "nothing beside it", dtype: "I8", names: [], says: /holds I8, whole numbers, .* packed in a way that is not known here/u },
    { by: "a dtype that is not known", dtype: "F8_E4M3FNUZ", names: [], says: /holds F8_E4M3FNUZ, which cannot be shown/u },
  ])("is refused by name: $by", ({ dtype, names, says }) => {
    const packed = tensor("model.embed_tokens.weight", [9, 4], dtype);
    const found = findEmbeddingTables([packed, ...names.map((name) => tensor(name, [9, 1]))]);
    expect(found.tokenEmbedding).toBeUndefined();
    expect(said(found.unusable)).toMatch(says);
    expect(said(found.unusable)).toContain('"model.embed_tokens.weight"');
    expect(found.candidates.map(({ name }) => name)).not.toContain("model.embed_tokens.weight");
  });

  it.each([
    { by: "GPTQ", packed: "qweight", beside: ["qzeros", "scales", "g_idx"], label: "GPTQ" },
    { by: "AWQ", packed: "qweight", beside: ["qzeros", "scales"], label: "AWQ or GPTQ" },
    { by: "compressed-tensors", packed: "weight_packed", beside: ["weight_scale"], label: "compressed-tensors" },
    { by: "HQQ", packed: "W_q", beside: ["scale", "zero"], label: "HQQ" },
    { by: "EXL2", packed: "q_weight", beside: ["q_scale"], label: "EXL2" },
    { by: "quanto", packed: "weight._data", beside: ["weight._scale"], label: "quanto" },
  ])("is known under the name that $by gives it", ({ packed, beside, label }) => {
    const tensors = [packed, ...beside].map((ending) => tensor(`model.embed_tokens.${ending}`, [9, 4], "I32"));
    expect(said(findEmbeddingTables(tensors).unusable)).toContain(`is packed (${label})`);
  });

  it("hides no table that can be read, and packed layers are not offered", () => {
    const tensors = [
      tensor("model.embed_tokens.weight", [9, 4], "F16"),
      tensor("model.layers.0.mlp.up_proj.weight", [9, 4], "U32"),
      tensor("model.layers.0.mlp.up_proj.scales", [9, 1], "F16"),
      tensor("model.layers.0.mlp.up_proj.biases", [9, 1], "F16"),
    ];
    const found = findEmbeddingTables(tensors);
    expect(found).toMatchObject({ tokenEmbedding: { name: "model.embed_tokens.weight" }, unusable: undefined });
    expect(found.candidates.map(({ name }) => name)).toEqual(["model.layers.0.mlp.up_proj.biases", "model.layers.0.mlp.up_proj.scales"]);
  });

  it("is seen in the other files of a checkpoint too", () => {
    const names = ["model.embed_tokens.weight", "model.embed_tokens.scales", "model.embed_tokens.biases"];
    expect(said(findEmbeddingTables([tensor("model.embed_tokens.weight", [9, 4], "U32")], names).unusable)).toContain("MLX");
  });
});
