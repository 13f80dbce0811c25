/** Encodings for tests: the vocabularies are built from js-tiktoken's ranks on first use and kept in .build/. */
import { vocabularyBytes } from "../../.config/vocabularies.mjs";
import { builtInEncoding } from "../../src/core/tokens/catalogue.ts";
import { createEncoding } from "../../src/core/tokens/encoding.ts";
import type { Encoding, EncodingId } from "../../src/core/tokens/encoding.ts";

const loaded = new Map<EncodingId, Promise<Encoding>>();

/** The built-in encoding, loaded once per process. */
export function loadEncoding(id: EncodingId): Promise<Encoding> {
  let encoding = loaded.get(id);
  if (encoding === undefined) {
    encoding = vocabularyFileBytes(id).then((bytes) => createEncoding(builtInEncoding(id), bytes));
    loaded.set(id, encoding);
  }
  return encoding;
}

/** The bytes of the encoding's file in dist/vocabularies/, without needing a build. */
export const vocabularyFileBytes = (id: EncodingId): Promise<Uint8Array> => vocabularyBytes(builtInEncoding(id).ranks);
