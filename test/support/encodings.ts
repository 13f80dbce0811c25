/** Encodings for tests: the vocabularies are built from js-tiktoken's ranks on first use and kept in .build/. */
import { vocabularyBytes } from "../../.config/vocabularies.mjs";
import type { EncodingName } from "../../src/core/tokens/encodingDefinition.ts";
import { createEncoding } from "../../src/core/tokens/encoding.ts";
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import { vocabularyFile } from "../../src/core/tokens/encodings/encodings.ts";

const loaded = new Map<EncodingName, Promise<Encoding>>();

/** The encoding, loaded once per process. */
export function loadEncoding(name: EncodingName): Promise<Encoding> {
  let encoding = loaded.get(name);
  if (encoding === undefined) {
    encoding = vocabularyFileBytes(name).then((bytes) => createEncoding(name, bytes));
    loaded.set(name, encoding);
  }
  return encoding;
}

/** The bytes of dist/vocabularies/<vocabularyFile(name)>, without needing a build. */
export const vocabularyFileBytes = (name: EncodingName): Promise<Uint8Array> =>
  vocabularyBytes(vocabularyFile(name).replace(".vocabulary", ""));
