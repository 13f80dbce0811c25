/** All encodings by name, in the order in which they are offered. */
import type { EncodingDefinition, EncodingName } from "../encodingDefinition.ts";
import { cl100kBase } from "./cl100kBase.ts";
import { gpt2 } from "./gpt2.ts";
import { o200kBase } from "./o200kBase.ts";
import { p50kBase } from "./p50kBase.ts";
import { p50kEdit } from "./p50kEdit.ts";
import { r50kBase } from "./r50kBase.ts";

const definitions: readonly EncodingDefinition[] = [gpt2, r50kBase, p50kBase, p50kEdit, cl100kBase, o200kBase];

export const encodingNames: readonly EncodingName[] = definitions.map(({ name }) => name);

export const isEncodingName = (name: string): name is EncodingName => encodingNames.some((known) => known === name);

/** @throws RangeError when there is no such encoding (a name from settings that was not checked) */
export function definitionOf(name: EncodingName): EncodingDefinition {
  const found = definitions.find((definition) => definition.name === name);
  if (found === undefined) throw new RangeError(`There is no encoding "${name}". Choose one of ${encodingNames.join(", ")}.`);
  return found;
}

/** The file of the encoding's vocabulary, in dist/vocabularies/. Encodings with the same ranks share a file. */
export const vocabularyFile = (name: EncodingName): string => `${definitionOf(name).ranks}.vocabulary`;
