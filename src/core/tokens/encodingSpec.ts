/** An encoding as data: what it is called, how it splits, where its merges are, which tokens are special. Nothing here is loaded. */
import type { PatternName } from "./pattern/patterns.ts";
import type { SpecialTokenSet } from "./specialTokens.ts";

/** What an encoding is known by, in settings, lenses and manifests. Not a list of names: it is checked where it comes in. */
export type EncodingId = string;

export interface EncodingSpec {
  readonly id: EncodingId;
  readonly label: string;
  /** The models that use it, for people: "GPT-3.5, GPT-4". */
  readonly usedBy: string;
  readonly specialTokens: SpecialTokenSet;
  /** What `tiktoken.get_encoding` calls it; undefined for one that comes from a file. */
  readonly tiktokenName: string | undefined;
}

/** An encoding that comes with the extension. */
export interface BuiltInSpec extends EncodingSpec {
  readonly pattern: PatternName;
  /** The merges: `<ranks>.vocabulary` in dist/vocabularies/, made by .config/vocabularies.mjs. Encodings with the same merges share it. */
  readonly ranks: string;
}

export const vocabularyFileName = ({ ranks }: BuiltInSpec): string => `${ranks}.vocabulary`;
