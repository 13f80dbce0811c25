/** An encoding as data: what it is called, how it splits, where its merges are, which tokens are special. Nothing here is loaded. */
import type { PatternName } from "./pattern/patterns.ts";
import type { SpecialTokenSet } from "./specialTokens.ts";
import type { Template } from "./template.ts";

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
  /** The tokens that its models expect around a text. */
  readonly template: Template;
  /** The file it comes from; absent for one that is built in. */
  readonly file?: EncodingFile | undefined;
}

/** Where an encoding that is not built in comes from. */
export interface EncodingFile {
  /** Lower-case hexadecimal: of the file's bytes, followed by a line feed and the pattern's name where one was chosen. */
  readonly sha256: string;
  /** As people know it: relative to the workspace, from the home folder (`~/`), or absolute. */
  readonly place: string;
  /** As the editor names it. */
  readonly uri: string;
  /** Where Python on this machine finds it; undefined where it is on no disk. */
  readonly path: string | undefined;
  /** "Hugging Face tokenizer.json", "Mistral tekken.json", "file of tiktoken ranks". */
  readonly form: string;
  /** The pattern that was chosen for a file that names none. */
  readonly pattern: PatternName | undefined;
}

/** An encoding that comes with the extension. */
export interface BuiltInSpec extends EncodingSpec {
  readonly pattern: PatternName;
  /** The merges: `<ranks>.vocabulary` in dist/vocabularies/, made by .config/vocabularies.mjs. Encodings with the same merges share it. */
  readonly ranks: string;
}

export const vocabularyFileName = ({ ranks }: BuiltInSpec): string => `${ranks}.vocabulary`;
