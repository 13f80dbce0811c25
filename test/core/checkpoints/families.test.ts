import { describe, expect, it } from "vitest";
import { familyOf, firstPositionRow, isTableName } from "../../../src/core/checkpoints/families.ts";

describe("familyOf", () => {
  it.each([
    { label: "GPT-2", names: ["wte.weight", "h.0.attn.c_attn.weight"] },
    { label: "GPT-2", names: ["_orig_mod.transformer.wte.weight"] },
    { label: "MPT", names: ["transformer.wte.weight", "transformer.blocks.0.attn.Wqkv.weight"] },
    { label: "OLMo", names: ["model.transformer.wte.weight", "model.transformer.blocks.0.att_proj.weight"] },
    { label: "CodeGen", names: ["transformer.wte.weight", "transformer.h.0.attn.qkv_proj.weight"] },
    { label: "Qwen", names: ["transformer.wte.weight", "transformer.h.0.attn.c_attn.weight", "transformer.h.0.mlp.w2.weight"] },
    { label: "LitGPT", names: ["transformer.wte.weight", "transformer.h.0.attn.attn.weight"] },
    { label: "Whisper", names: ["model.decoder.embed_tokens.weight", "model.encoder.conv1.weight"] },
    { label: "OPT or BART", names: ["model.decoder.embed_tokens.weight", "model.decoder.layers.0.self_attn.out_proj.weight"] },
    { label: "Llama and its kin", names: ["model.embed_tokens.weight", "model.layers.0.self_attn.o_proj.weight"] },
    { label: "GPT-NeoX", names: ["gpt_neox.embed_in.weight"] },
    { label: "Mamba", names: ["backbone.embedding.weight"] },
    { label: undefined, names: ["encoder.words"] },
  ])("knows $label by $names", ({ label, names: [token = "", ...others] }) => {
    expect(familyOf(token, [token, ...others])?.label).toBe(label);
  });
});

describe("firstPositionRow", () => {
  it.each([
    { model: "OPT", name: "model.decoder.embed_positions.weight", rows: 2_050, first: 2 },
    { model: "BART", name: "model.encoder.embed_positions.weight", rows: 1_026, first: 2 },
    { model: "TrOCR", name: "decoder.model.decoder.embed_positions.weight", rows: 514, first: 2 },
    { model: "a small OPT", name: "decoder.embed_positions.weight", rows: 102, first: 2 },
    { model: "Whisper", name: "model.decoder.embed_positions.weight", rows: 448, first: 0 },
    { model: "BlenderBot", name: "model.decoder.embed_positions.weight", rows: 128, first: 0 },
    { model: "Marian", name: "model.decoder.embed_positions.weight", rows: 512, first: 0 },
    { model: "RoBERTa", name: "roberta.embeddings.position_embeddings.weight", rows: 514, first: 2 },
    { model: "Longformer", name: "longformer.embeddings.position_embeddings.weight", rows: 4_098, first: 2 },
    { model: "BERT", name: "bert.embeddings.position_embeddings.weight", rows: 512, first: 0 },
    { model: "GPT-2", name: "wpe.weight", rows: 1_024, first: 0 },
    { model: "GPT-2 of 1,026 positions", name: "transformer.wpe.weight", rows: 1_026, first: 0 },
    { model: "the book", name: "pos_emb.weight", rows: 256, first: 0 },
    { model: "an empty table", name: "embed_positions.weight", rows: 2, first: 0 },
  ])("is $first in $model ($rows rows)", ({ name, rows, first }) => {
    expect(firstPositionRow(name, rows)).toBe(first);
  });
});

describe("isTableName", () => {
  it.each([
    "positional_embedding.weight",
    "wte.weight",
    "model.embed_tokens.weight",
    "gpt_neox.embed_in.weight",
    "backbone.embeddings.weight",
    "wpe.weight",
  ])("knows %s", (name) => {
    expect(isTableName(name)).toBe(true);
  });
  it.each(["newte.weight", "wte.bias", "embed_tokens", ""])("does not know %j", (name) => {
    expect(isTableName(name)).toBe(false);
  });
});
