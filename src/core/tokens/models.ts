/**
 * Which encoding a model reads, by the model's name. It does not guess: a model whose tokenizer is not public has no number here, and a
 * name nobody knows has none either.
 *
 * Source: the two tables of tiktoken 0.14.0 (2026-08-16, tiktoken/model.py): whole names, and beginnings of names. The names behind
 * `also` follow from its beginnings; they are listed because people type them.
 */
import type { EncodingId } from "./encodingSpec.ts";

interface ModelFamily {
  readonly encoding: EncodingId;
  readonly models: readonly string[];
  readonly beginnings: readonly string[];
  readonly also: readonly string[];
}

/** Names, between spaces. */
const names = (text: string): readonly string[] => text.trim().split(/\s+/);

const families: readonly ModelFamily[] = [
  {
    encoding: "o200k_base",
    models: names("gpt-5 gpt-4.1 gpt-4o o1 o3 o4-mini"),
    beginnings: names("gpt-5 gpt-4.5- gpt-4.1- chatgpt-4o- gpt-4o- o1- o3- o4-mini- ft:gpt-4o"),
    also: names(`gpt-5.1 gpt-5-mini gpt-5-nano gpt-5-chat-latest gpt-4.5-preview gpt-4.1-mini gpt-4.1-nano gpt-4o-mini chatgpt-4o-latest
      gpt-4o-audio-preview gpt-4o-search-preview o1-mini o1-preview o1-pro o3-mini`),
  },
  { encoding: "o200k_harmony", models: [], beginnings: ["gpt-oss-"], also: ["gpt-oss-20b", "gpt-oss-120b"] },
  {
    encoding: "cl100k_base",
    models: names(`gpt-4 gpt-3.5-turbo gpt-3.5 gpt-35-turbo davinci-002 babbage-002
      text-embedding-3-small text-embedding-3-large text-embedding-ada-002`),
    beginnings: names("gpt-4- gpt-3.5-turbo- gpt-35-turbo- ft:gpt-4 ft:gpt-3.5-turbo ft:davinci-002 ft:babbage-002"),
    also: names("gpt-4-turbo gpt-4-32k gpt-4-vision-preview gpt-3.5-turbo-16k gpt-3.5-turbo-instruct"),
  },
  {
    encoding: "p50k_base",
    models: names(`text-davinci-003 text-davinci-002 code-davinci-002 code-davinci-001 code-cushman-002 code-cushman-001
      davinci-codex cushman-codex`),
    beginnings: [],
    also: [],
  },
  { encoding: "p50k_edit", models: names("text-davinci-edit-001 code-davinci-edit-001"), beginnings: [], also: [] },
  {
    encoding: "r50k_base",
    models: names(`davinci curie babbage ada text-davinci-001 text-curie-001 text-babbage-001 text-ada-001
      text-similarity-davinci-001 text-similarity-curie-001 text-similarity-babbage-001 text-similarity-ada-001
      text-search-davinci-doc-001 text-search-curie-doc-001 text-search-babbage-doc-001 text-search-ada-doc-001
      code-search-babbage-code-001 code-search-ada-code-001`),
    beginnings: [],
    also: [],
  },
  { encoding: "gpt2", models: names("gpt2 gpt-2"), beginnings: [], also: [] },
];

/** Models whose makers count tokens only in their own service (seen 2026-11): Anthropic's and Google's documentation name a counting
 *  request, and no tokenizer file for these models. */
const closedFamilies: readonly { readonly beginning: string; readonly family: string; readonly maker: string }[] = [
  { beginning: "claude", family: "Claude", maker: "Anthropic" },
  { beginning: "gemini", family: "Gemini", maker: "Google" },
];

export interface Model {
  readonly name: string;
  readonly encoding: EncodingId;
}

/** The models to offer, the newest encoding first. */
export const listedModels: readonly Model[] = families.flatMap(({ encoding, models, also }) =>
  [...models, ...also].map((name) => ({ name, encoding })),
);

/** The families that have no public tokenizer, to be listed with that reason. */
export const modelsWithoutTokenizer: readonly { readonly family: string; readonly maker: string }[] = closedFamilies.map(
  ({ family, maker }) => ({ family, maker }),
);

export type ModelTokenizer =
  | { readonly kind: "encoding"; readonly encoding: EncodingId }
  | { readonly kind: "notPublic"; readonly family: string; readonly maker: string }
  | { readonly kind: "unknown" };

const byName = new Map(families.flatMap(({ encoding, models }) => models.map((name) => [name, encoding])));
/** The longest first: "ft:gpt-4o" before "ft:gpt-4". */
const byBeginning = families
  .flatMap(({ encoding, beginnings }) => beginnings.map((beginning) => ({ encoding, beginning })))
  .sort((a, b) => b.beginning.length - a.beginning.length);

/** The tokenizer of a model. As tiktoken's `encoding_name_for_model`, which also takes models that don't exist yet ("gpt-5.9"); case and a
 *  maker's prefix ("openai/gpt-4o", "anthropic/claude-…") are passed over. */
export function tokenizerOfModel(model: string): ModelTokenizer {
  const name = model.trim().toLowerCase().replace(/^.*\//, "");
  const encoding = byName.get(name) ?? byBeginning.find(({ beginning }) => name.startsWith(beginning))?.encoding;
  if (encoding !== undefined) return { kind: "encoding", encoding };
  const closed = closedFamilies.find(({ beginning }) => name.startsWith(beginning));
  return closed === undefined ? { kind: "unknown" } : { kind: "notPublic", family: closed.family, maker: closed.maker };
}
