/** Other files that people have under the name tokenizer.json, or beside one: each is told by its own name, and what to open in its place. */
import { say } from "../../../sentence.ts";
import { TokenizerFileError } from "../tokenizerFile.ts";
import { describe } from "./jsonShape.ts";
import type { JsonRecord } from "./jsonShape.ts";

/** Names that are looked at: a list of tokens has nothing else in it. */
const fewNames = 8;

/** @throws TokenizerFileError for what is known not to be Hugging Face's whole pipeline */
export function checkIsPipeline(file: JsonRecord): void {
  const kerasClass = file["class_name"];
  if (typeof kerasClass === "string")
    throw new TokenizerFileError(
      say`The file is Keras's ${describe(kerasClass)}, which numbers whole words. Open a Hugging Face tokenizer.json.`,
    );
  if ("tokenizer_class" in file && !("added_tokens" in file))
    throw new TokenizerFileError(say`The file is a tokenizer_config.json: it holds no tokens. Open the tokenizer.json beside it.`);
  const first: unknown[] = [];
  for (const name in file) if (first.push(file[name]) === fewNames) break;
  if (first.length > 0 && first.every(Number.isInteger))
    throw new TokenizerFileError(say`The file lists tokens without their merges, as a vocab.json does. Open the tokenizer.json beside it.`);
}
