import { inEnglish } from "../../../src/core/sentence.ts";
import { describe, expect, it } from "vitest";
import { checkVocabulary, type VocabularyCheck } from "../../../src/core/checkpoints/checkVocabulary.ts";
import { familyOf } from "../../../src/core/checkpoints/families.ts";

const sizes = {
  gpt2: 50_257,
  r50k_base: 50_257,
  p50k_base: 50_281,
  p50k_edit: 50_284,
  cl100k_base: 100_277,
  o200k_base: 200_019,
  o200k_harmony: 201_088,
  "my tokenizer": 1_000,
} as const;

/** A table of this name, alone in its checkpoint unless there are others. */
function check(name: string, rows: number, encoding: keyof typeof sizes, others: readonly string[] = []): VocabularyCheck {
  const family = familyOf(name, [name, ...others]);
  return checkVocabulary({ rows, family }, { id: encoding, label: encoding, vocabSize: sizes[encoding] });
}

const wte = "transformer.wte.weight";
const embedTokens = "model.embed_tokens.weight";
const embedIn = "gpt_neox.embed_in.weight";

describe("checkVocabulary", () => {
  it.each([
    { about: "GPT-2", name: wte, rows: 50_257, encoding: "gpt2" },
    { about: "GPT-2 as r50k_base", name: wte, rows: 50_257, encoding: "r50k_base" },
    { about: "the book", name: "tok_emb.weight", rows: 50_257, encoding: "gpt2" },
    { about: "a table of its own name", name: "words", rows: 100_277, encoding: "cl100k_base" },
    { about: "gpt-oss", name: embedTokens, rows: 201_088, encoding: "o200k_harmony" },
    { about: "a tokenizer from a file", name: embedTokens, rows: 1_000, encoding: "my tokenizer" },
    { about: "GPT-NeoX trained on GPT-2's ids", name: embedIn, rows: 50_257, encoding: "gpt2" },
  ] as const)("finds a row for each token: $about", ({ name, rows, encoding }) => {
    expect(check(name, rows, encoding)).toMatchObject({ kind: "exact", fits: true });
  });

  it.each([
    { about: "GPT-J", name: wte, rows: 50_400, encoding: "gpt2", says: "the last 143 rows are padding that no token uses." },
    { about: "nanoGPT", name: wte, rows: 50_304, encoding: "gpt2", says: "the last 47 rows are padding" },
    {
      about: "nanoGPT, compiled",
      name: "_orig_mod.transformer.wte.weight",
      rows: 50_304,
      encoding: "gpt2",
      says: "the last 47 rows are padding",
    },
    { about: "Megatron's GPT-2", name: wte, rows: 51_200, encoding: "gpt2", says: "the last 943 rows are padding" },
    { about: "the book, padded", name: "tok_emb.weight", rows: 50_304, encoding: "gpt2", says: "the last 47 rows are padding" },
    { about: "a multiple of 256", name: wte, rows: 50_432, encoding: "gpt2", says: "the last 175 rows are padding" },
    { about: "a multiple of 8", name: wte, rows: 50_264, encoding: "gpt2", says: "the last 7 rows are padding" },
    { about: "a multiple of 16", name: wte, rows: 50_272, encoding: "gpt2", says: "the last 15 rows are padding" },
    { about: "r50k_base", name: wte, rows: 50_304, encoding: "r50k_base", says: "the last 47 rows are padding" },
    { about: "cl100k_base", name: "words", rows: 100_288, encoding: "cl100k_base", says: "the last 11 rows are padding" },
    { about: "a tokenizer from a file", name: embedTokens, rows: 1_024, encoding: "my tokenizer", says: "the last 24 rows are padding" },
  ] as const)("finds padding: $about", ({ name, rows, encoding, says }) => {
    const found = check(name, rows, encoding);
    expect(found).toMatchObject({ kind: "padded", fits: true });
    expect(inEnglish(found.sentence)).toContain(says);
  });

  it.each([
    { rows: 50_258, encoding: "gpt2", says: "all 50,257 ids are right; 1 more row, probably added in fine-tuning." },
    { rows: 50_259, encoding: "gpt2", says: "all 50,257 ids are right; 2 more rows, probably added in fine-tuning." },
    { rows: 50_261, encoding: "r50k_base", says: "all 50,257 ids are right; 4 more rows" },
    { rows: 50_300, encoding: "gpt2", says: "43 more rows, probably added" },
    { rows: 100_278, encoding: "cl100k_base", says: "all 100,277 ids are right; 1 more row" },
    { rows: 1_001, encoding: "my tokenizer", says: "all 1,000 ids are right; 1 more row" },
  ] as const)("finds rows added to $encoding: $rows", ({ rows, encoding, says }) => {
    const found = check(wte, rows, encoding);
    expect(found).toMatchObject({ kind: "added", fits: true });
    expect(inEnglish(found.sentence)).toContain(says);
  });

  it.each([
    {
      about: "gpt-oss",
      name: embedTokens,
      rows: 201_088,
      encoding: "o200k_base",
      kind: "larger",
      says: "they are o200k_harmony's rows; the first 200,019 are o200k_base's.",
    },
    {
      about: "Phi-4",
      name: embedTokens,
      rows: 100_352,
      encoding: "cl100k_base",
      kind: "larger",
      says: "they are Phi-4's and OLMo 2's rows; the first 100,256 are cl100k_base's.",
    },
    {
      about: "Phi-2",
      name: embedTokens,
      rows: 51_200,
      encoding: "gpt2",
      kind: "larger",
      says: "they are CodeGen's and Phi's rows; the first 50,257 are gpt2's.",
    },
    {
      about: "p50k_base under a name of its own",
      name: "words",
      rows: 50_281,
      encoding: "gpt2",
      kind: "larger",
      says: "they are p50k_base's rows; the first 50,257 are gpt2's.",
    },
    {
      about: "Whisper in English",
      name: "words",
      rows: 51_864,
      encoding: "gpt2",
      kind: "larger",
      says: "they are English Whisper's rows; the first 50,257 are gpt2's.",
    },
    {
      about: "GPT-2 with p50k_base",
      name: wte,
      rows: 50_257,
      encoding: "p50k_base",
      kind: "smaller",
      says: "they are gpt2's rows; the first 50,257 are p50k_base's, and ids from 50,257 on have no row.",
    },
    {
      about: "o200k_base with harmony",
      name: "words",
      rows: 200_019,
      encoding: "o200k_harmony",
      kind: "smaller",
      says: "the first 200,019 are o200k_harmony's, and ids from 200,019 on have no row.",
    },
  ] as const)("finds the same first ids: $about", ({ name, rows, encoding, kind, says }) => {
    const found = check(name, rows, encoding);
    expect(found).toMatchObject({ kind, fits: true });
    expect(inEnglish(found.sentence)).toContain(says);
  });

  it.each([
    {
      about: "Pythia",
      name: embedIn,
      rows: 50_304,
      encoding: "gpt2",
      says: "the name says GPT-NeoX, whose ids are not gpt2's. Open the tokenizer that belongs to it.",
    },
    {
      about: "GPT-NeoX-20B",
      name: embedIn,
      rows: 50_432,
      encoding: "r50k_base",
      says: "the name says GPT-NeoX, whose ids are not r50k_base's.",
    },
    {
      about: "Mamba",
      name: "backbone.embedding.weight",
      rows: 50_280,
      encoding: "gpt2",
      says: "the name says Mamba, whose ids are not gpt2's.",
    },
    {
      about: "GPT-NeoX with fewer rows than the encoding",
      name: embedIn,
      rows: 50_304,
      encoding: "cl100k_base",
      says: "ids from 50,304 on have no row, and the name says GPT-NeoX",
    },
    { about: "Llama 3", name: embedTokens, rows: 128_256, encoding: "gpt2", says: "they are Llama 3's rows, whose ids are not gpt2's." },
    {
      about: "Llama 2",
      name: embedTokens,
      rows: 32_000,
      encoding: "gpt2",
      says: "ids from 32,000 on have no row, and they are Llama 2's and Mistral's rows",
    },
    { about: "Qwen", name: embedTokens, rows: 151_936, encoding: "o200k_base", says: "they are Qwen's rows" },
    { about: "Qwen under GPT-2's name", name: wte, rows: 151_936, encoding: "gpt2", says: "they are Qwen's rows" },
    {
      about: "RoBERTa",
      name: "roberta.embeddings.word_embeddings.weight",
      rows: 50_265,
      encoding: "gpt2",
      says: "they are RoBERTa's and BART's rows, whose ids are not gpt2's.",
    },
    {
      about: "GPT-2 with cl100k_base",
      name: wte,
      rows: 50_257,
      encoding: "cl100k_base",
      says: "whose ids are not cl100k_base's. Choose gpt2.",
    },
    {
      about: "gpt-oss with gpt2",
      name: embedTokens,
      rows: 201_088,
      encoding: "gpt2",
      says: "they are o200k_harmony's rows, whose ids are not gpt2's. Choose o200k_harmony.",
    },
    {
      about: "far more rows",
      name: wte,
      rows: 77_777,
      encoding: "gpt2",
      says: "27,520 rows belong to no token. Choose the encoding this checkpoint was trained with.",
    },
    {
      about: "fewer rows",
      name: wte,
      rows: 9,
      encoding: "gpt2",
      says: "ids from 9 on have no row. Choose the encoding this checkpoint was trained with.",
    },
    { about: "one row", name: wte, rows: 1, encoding: "gpt2", says: "The token table has 1 row and gpt2 has 50,257 tokens: ids from 1 on" },
    { about: "a tokenizer from a file", name: embedTokens, rows: 2_100, encoding: "my tokenizer", says: "1,100 rows belong to no token." },
  ] as const)("finds another vocabulary's rows: $about", ({ name, rows, encoding, says }) => {
    const found = check(name, rows, encoding);
    expect(found).toMatchObject({ kind: "other", fits: false });
    expect(inEnglish(found.sentence)).toContain(says);
  });

  it.each([
    { about: "MPT", name: wte, rows: 50_432, others: ["transformer.blocks.0.attn.Wqkv.weight"], says: "the name says MPT" },
    {
      about: "OLMo",
      name: "model.transformer.wte.weight",
      rows: 50_304,
      others: ["model.transformer.blocks.0.att_proj.weight"],
      says: "the name says OLMo",
    },
    {
      about: "OPT",
      name: "model.decoder.embed_tokens.weight",
      rows: 50_272,
      others: ["model.decoder.layers.0.self_attn.out_proj.weight"],
      says: "the name says OPT or BART",
    },
  ])("tells $about from GPT-2 by another tensor's name", ({ name, rows, others, says }) => {
    const found = check(name, rows, "gpt2", others);
    expect(found).toMatchObject({ kind: "other", fits: false });
    expect(inEnglish(found.sentence)).toContain(says);
  });

  it.each([50_304, 50_432, 50_688])("does not decide between GPT-2 and GPT-NeoX by %i rows alone", (rows) => {
    const found = check(embedTokens, rows, "gpt2");
    expect(found).toMatchObject({ kind: "unsure", fits: true });
    expect(inEnglish(found.sentence)).toContain(`both these and GPT-NeoX's 50,277 tokens are padded to ${rows.toLocaleString("en-US")}.`);
  });
});
