/** Tokenizers' files of test/fixtures/tokenizers, and encodings made of them. */
import { readFile } from "node:fs/promises";
import { finish } from "../../src/core/steps.ts";
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import { compileTokenizerSteps, readCompiled, writeCompiled } from "../../src/core/tokens/files/compiledTokenizer.ts";
import { fileEncodingSteps } from "../../src/core/tokens/files/fileEncoding.ts";
import { readTokenizerJson } from "../../src/core/tokens/files/json/readTokenizerJson.ts";
import type { TokenizerFile } from "../../src/core/tokens/files/tokenizerFile.ts";

export const fixtureBytes = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(`../fixtures/tokenizers/${name}`, import.meta.url)));

export const fixtureJson = async (name: string): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode(await fixtureBytes(name))) as unknown;

/** The encoding by way of what is kept in storage. */
export const encodingOfFile = (file: TokenizerFile): Encoding => encodingOfCompiled(writeCompiled(finish(compileTokenizerSteps(file))));

/** @param compiled what is kept in storage */
export const encodingOfCompiled = (compiled: Uint8Array): Encoding =>
  finish(fileEncodingSteps(readCompiled(compiled), { id: "file", label: "file", usedBy: "" }));

export const compiledFixture = async (name: string): Promise<Uint8Array> =>
  writeCompiled(finish(compileTokenizerSteps(readTokenizerJson(await fixtureBytes(name)))));

export const loadTokenizerJson = async (name: string): Promise<Encoding> => encodingOfFile(readTokenizerJson(await fixtureBytes(name)));

/** The encoding with other start and end tokens. */
export const encodingAround = (encoding: Encoding, start: readonly number[], end: readonly number[]): Encoding => ({
  ...encoding,
  spec: { ...encoding.spec, template: { kind: "tokens", start, end } },
});

/** One text and what the reference makes of it: ids, and pairs of [from, to) in characters. */
export interface GoldenCase {
  readonly text: string;
  readonly ids: readonly number[];
  readonly offsets: readonly number[];
  readonly withSpecialTokens?: readonly number[];
}
