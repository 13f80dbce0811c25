/**
 * Vocabularies of published models, by what a checkpoint shows of them: the number of rows. An encoding is named by its id, as a string: this
 * folder knows nothing of encodings. Sizes are those of the models' configurations and tokenizers.
 */
import { say, type Sentence } from "../sentence.ts";

export interface KnownVocabulary {
  /** Whose it is, in the possessive. */
  readonly owner: Sentence;
  /** The built-in encoding that it is. */
  readonly encoding?: string;
  /** Ids that stand for something; rows beyond them are padding. */
  readonly size: number;
  /** Built-in encodings with the same tokens at the first ids, and at how many. */
  readonly shared: Readonly<Record<string, number>>;
}

/** The encodings whose ids this table speaks of. Of another one, read from a file, only the size is known. */
const builtIn = new Set(["gpt2", "r50k_base", "p50k_base", "p50k_edit", "cl100k_base", "o200k_base", "o200k_harmony"]);

export const isBuiltIn = (encoding: string): boolean => builtIn.has(encoding);

/** p50k_base and p50k_edit continue GPT-2's ids with runs of spaces. */
const gpt2Ids = { gpt2: 50_257, r50k_base: 50_257, p50k_base: 50_257, p50k_edit: 50_257 };
const foreign = (owner: Sentence, size: number): KnownVocabulary => ({ owner, size, shared: {} });

export const vocabularies = {
  gpt2: { owner: say`${"gpt2"}'s`, encoding: "gpt2", size: 50_257, shared: gpt2Ids },
  p50kBase: {
    owner: say`${"p50k_base"}'s`,
    encoding: "p50k_base",
    size: 50_281,
    shared: { ...gpt2Ids, p50k_base: 50_281, p50k_edit: 50_281 },
  },
  p50kEdit: {
    owner: say`${"p50k_edit"}'s`,
    encoding: "p50k_edit",
    size: 50_284,
    shared: { ...gpt2Ids, p50k_base: 50_281, p50k_edit: 50_284 },
  },
  /** GPT-2's and 38 runs of spaces and tabs. */
  codeGen: { owner: say`${"CodeGen"}'s and ${"Phi"}'s`, size: 50_295, shared: gpt2Ids },
  /** GPT-2's, then languages, tasks and times. */
  whisperEnglish: { owner: say`English ${"Whisper"}'s`, size: 51_864, shared: gpt2Ids },
  cl100k: { owner: say`${"cl100k_base"}'s`, encoding: "cl100k_base", size: 100_277, shared: { cl100k_base: 100_277 } },
  /** cl100k's mergeable tokens, then special tokens of their own. */
  cl100kKin: { owner: say`${"Phi-4"}'s and ${"OLMo 2"}'s`, size: 100_352, shared: { cl100k_base: 100_256 } },
  o200k: { owner: say`${"o200k_base"}'s`, encoding: "o200k_base", size: 200_019, shared: { o200k_base: 200_019, o200k_harmony: 200_019 } },
  harmony: {
    owner: say`${"o200k_harmony"}'s`,
    encoding: "o200k_harmony",
    size: 201_088,
    shared: { o200k_base: 200_019, o200k_harmony: 201_088 },
  },
  neoX: foreign(say`${"GPT-NeoX"}'s`, 50_277),
  /** The merges are GPT-2's, the ids those of fairseq's dictionary, by frequency. */
  fairseq: foreign(say`${"RoBERTa"}'s and ${"BART"}'s`, 50_265),
  opt: foreign(say`${"OPT"}'s`, 50_265),
  gpt1: foreign(say`${"GPT-1"}'s`, 40_478),
  bert: foreign(say`${"BERT"}'s`, 30_522),
  bertCased: foreign(say`cased ${"BERT"}'s`, 28_996),
  bertMany: foreign(say`multilingual ${"BERT"}'s`, 119_547),
  llama2: foreign(say`${"Llama 2"}'s and ${"Mistral"}'s`, 32_000),
  codeLlama: foreign(say`${"Code Llama"}'s`, 32_016),
  phi3: foreign(say`${"Phi-3"}'s`, 32_011),
  mistral3: foreign(say`${"Mistral v0.3"}'s`, 32_768),
  t5: foreign(say`${"T5"}'s`, 32_100),
  starCoder: foreign(say`${"StarCoder"}'s and ${"SmolLM"}'s`, 49_152),
  clip: foreign(say`${"CLIP"}'s`, 49_408),
  whisper: foreign(say`multilingual ${"Whisper"}'s`, 51_865),
  yi: foreign(say`${"Yi"}'s`, 64_000),
  falcon: foreign(say`${"Falcon"}'s`, 65_024),
  deepSeek2: foreign(say`${"DeepSeek V2"}'s`, 100_015),
  llama3: foreign(say`${"Llama 3"}'s`, 128_256),
  deepSeek3: foreign(say`${"DeepSeek V3"}'s`, 128_815),
  tekken: foreign(say`${"Mistral NeMo"}'s`, 131_072),
  glm4: foreign(say`${"GLM-4"}'s`, 151_343),
  qwen: foreign(say`${"Qwen"}'s`, 151_643),
  llama4: foreign(say`${"Llama 4"}'s`, 201_135),
  xlmR: foreign(say`${"XLM-RoBERTa"}'s`, 250_002),
  bloom: foreign(say`${"BLOOM"}'s`, 250_680),
  gemma: foreign(say`${"Gemma"}'s`, 256_000),
  gemma3: foreign(say`${"Gemma 3"}'s`, 262_144),
} as const satisfies Readonly<Record<string, KnownVocabulary>>;

/** Row counts that say whose table it is, whatever it is called. Those that several vocabularies are padded to are missing. */
const byRows: ReadonlyMap<number, KnownVocabulary> = new Map<number, KnownVocabulary>([
  [28_996, vocabularies.bertCased],
  [30_522, vocabularies.bert],
  [32_000, vocabularies.llama2],
  [32_016, vocabularies.codeLlama],
  [32_064, vocabularies.phi3],
  [32_128, vocabularies.t5],
  [32_768, vocabularies.mistral3],
  [40_478, vocabularies.gpt1],
  [49_152, vocabularies.starCoder],
  [49_408, vocabularies.clip],
  [50_257, vocabularies.gpt2],
  [50_265, vocabularies.fairseq],
  [50_277, vocabularies.neoX],
  [50_280, vocabularies.neoX], // Mamba
  [50_281, vocabularies.p50kBase],
  [50_284, vocabularies.p50kEdit],
  [50_295, vocabularies.codeGen],
  [50_400, vocabularies.gpt2], // GPT-J
  [51_200, vocabularies.codeGen],
  [51_864, vocabularies.whisperEnglish],
  [51_865, vocabularies.whisper],
  [51_866, vocabularies.whisper],
  [64_000, vocabularies.yi],
  [65_024, vocabularies.falcon],
  [100_277, vocabularies.cl100k],
  [100_352, vocabularies.cl100kKin],
  [102_400, vocabularies.deepSeek2],
  [119_547, vocabularies.bertMany],
  [128_256, vocabularies.llama3],
  [129_280, vocabularies.deepSeek3],
  [131_072, vocabularies.tekken],
  [151_552, vocabularies.glm4],
  [151_936, vocabularies.qwen],
  [152_064, vocabularies.qwen],
  [200_019, vocabularies.o200k],
  [201_088, vocabularies.harmony],
  [202_048, vocabularies.llama4],
  [250_002, vocabularies.xlmR],
  [250_880, vocabularies.bloom],
  [256_000, vocabularies.gemma],
  [262_144, vocabularies.gemma3],
  [262_208, vocabularies.gemma3],
]);

export const vocabularyOfRows = (rows: number): KnownVocabulary | undefined => byRows.get(rows);

/** GPT-NeoX's 50,277 tokens padded to multiples of 64 to 512, which GPT-2's 50,257 are padded to as well. */
export const neoXRows: readonly number[] = [50_304, 50_432, 50_688];
