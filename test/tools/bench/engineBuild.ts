/** Our own engine as users get it: bundled and minified like the extension (the launcher does that), with the vocabulary files of the package. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import type * as engine from "./engine.ts";

/** This file runs bundled, as .build/bench/<name>.mjs. */
export const repository = fileURLToPath(new URL("../..", import.meta.url));
export const benchDirectory = join(repository, "test/tools/bench");
export const buildDirectory = join(repository, ".build/bench");
export const enginePath = join(buildDirectory, "engine.cjs");

export const encodingNames: readonly EncodingName[] = ["gpt2", "r50k_base", "p50k_base", "p50k_edit", "cl100k_base", "o200k_base"];

/** The bundled engine: build.mjs made it from engine.ts. */
export const loadEngine = (): typeof engine => createRequire(import.meta.url)(enginePath) as typeof engine;

export const vocabularyPath = (encoding: EncodingName): string => {
  const { builtInEncoding, vocabularyFileName } = loadEngine();
  return join(buildDirectory, "vocabularies", vocabularyFileName(builtInEncoding(encoding)));
};
export const vocabularyBytes = (encoding: EncodingName): Uint8Array => readFileSync(vocabularyPath(encoding));
/** @param words 64 bytes each: how much of a block is split, then looked up, at a time; as usual unless given */
export const createOurs = (encoding: EncodingName, words?: number): Encoding => {
  const { builtInEncoding, createEncoding } = loadEngine();
  return createEncoding(builtInEncoding(encoding), vocabularyBytes(encoding), words === undefined ? {} : { words });
};
