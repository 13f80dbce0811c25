/** Who encodes with the tokenizers of files: ours, a built-in encoding of the same family, hypertok with a vocabulary of its own for the family, and
 *  Hugging Face's library in JavaScript. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Encoding } from "../../../../src/core/tokens/encoding.ts";
import { realFileBytes, realFileConfig } from "../../verifyFiles/realTokenizers.ts";
import { benchDirectory, createOurs, loadEngine, repository } from "../engineBuild.ts";
import { hypertokOf, type Encode } from "../peers.ts";

/** Where the files are installed. */
export const fileDirectory = join(repository, "test/tools/verifyFiles");

export interface TimedFile {
  readonly name: string;
  /** The built-in encoding whose pattern is most like its own. */
  readonly family: "cl100k_base" | "o200k_base";
  /** hypertok's vocabulary for the family, or for models that came later. */
  readonly hypertok: string | undefined;
}

export const timedFiles: readonly TimedFile[] = [
  { name: "llama3_1", family: "cl100k_base", hypertok: "llama3" },
  { name: "qwen3", family: "cl100k_base", hypertok: "qwen3-6" },
  { name: "gptoss", family: "o200k_base", hypertok: "o200k" },
  { name: "tekken", family: "o200k_base", hypertok: "mistral-tekken" },
];

export interface FileContestant {
  readonly name: string;
  readonly encode: Encode;
  /** Seconds for what others do in milliseconds: timed on less text. */
  readonly isSlow: boolean;
}

export const ourFile = "Tokenscope, the file";
export const ourFamily = "Tokenscope, built in";
export const huggingFaceName = "@huggingface/tokenizers";

export function ofFile(name: string): Encoding {
  const { compileTokenizerSteps, fileEncodingSteps, finish, readTokenizerFile } = loadEngine();
  const compiled = finish(compileTokenizerSteps(readTokenizerFile(realFileBytes(fileDirectory, name), name, undefined)));
  return finish(fileEncodingSteps(compiled, { id: name, label: name, usedBy: "" }));
}

export async function fileContestants({ name, family, hypertok }: TimedFile): Promise<FileContestant[]> {
  const [file, builtIn] = [ofFile(name), createOurs(family)];
  const all: FileContestant[] = [
    { name: ourFile, encode: (text) => file.encode(text, "text"), isSlow: false },
    { name: ourFamily, encode: (text) => builtIn.encode(text, "text"), isSlow: false },
  ];
  if (hypertok !== undefined) all.push({ name: "hypertok", encode: await hypertokOf(hypertok), isSlow: false });
  const config = realFileConfig(fileDirectory, name);
  if (config !== undefined) {
    const { Tokenizer } = createRequire(join(benchDirectory, "package.json"))(huggingFaceName) as {
      Tokenizer: new (file: unknown, config: unknown) => { encode(text: string, options: object): { ids: number[] } };
    };
    const parsed: unknown = JSON.parse(new TextDecoder().decode(realFileBytes(fileDirectory, name)));
    const instance = new Tokenizer(parsed, JSON.parse(config));
    all.push({ name: huggingFaceName, encode: (text) => instance.encode(text, { add_special_tokens: false }).ids, isSlow: true });
  }
  return all;
}

/** hypertok's name with the vocabulary that was measured. */
export function vocabularyOf(hypertok: string): string {
  const path = join(benchDirectory, "node_modules/@hypertok", `vocab-${hypertok}`, "package.json");
  const { name, version } = JSON.parse(readFileSync(path, "utf8")) as { name: string; version: string }; // npm requires them
  return `${name} ${version}`;
}
