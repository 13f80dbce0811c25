/** What is wrong with the two long lists of a tokenizer.json that was not read as it stands: said in a sentence. */
import { say } from "../../../sentence.ts";
import { describe, isRecord, shapeProblem } from "./jsonShape.ts";
import type { JsonRecord } from "./jsonShape.ts";
import { mostMerges } from "./longLists.ts";
import { TokenizerFileError, tokenizerJsonForm as form } from "../tokenizerFile.ts";
import { largestId } from "./tokenNames.ts";

/** @throws TokenizerFileError when `vocab` or `merges` is not what it should be */
export function checkLists({ vocab, merges }: JsonRecord): void {
  checkMerges(merges, checkedVocabulary(vocab));
}

function checkedVocabulary(vocab: unknown): JsonRecord {
  if (!isRecord(vocab)) throw shapeProblem(form, "model.vocab", say`an object`, vocab);
  const seen = new Uint8Array(largestId);
  for (const [token, id] of Object.entries(vocab)) {
    if (/[\ud800-\udfff]/u.test(token))
      throw new TokenizerFileError(say`The token ${JSON.stringify(token)} holds half of a pair of surrogates.`);
    if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id >= largestId)
      throw new TokenizerFileError(
        say`The token ${JSON.stringify(token)} has the id ${describe(id)}; an integer below ${largestId} was expected.`,
      );
    if (seen[id] === 1) throw new TokenizerFileError(say`Two tokens have the id ${id}.`);
    seen[id] = 1;
  }
  return vocab;
}

function checkMerges(merges: unknown, vocab: JsonRecord): void {
  if (!Array.isArray(merges)) throw shapeProblem(form, "model.merges", say`a list`, merges);
  if (merges.length > mostMerges) throw new TokenizerFileError(say`The file has ${merges.length} merges; at most ${mostMerges} are read.`);
  for (const merge of merges as unknown[]) {
    const [first, second] = partsOf(merge);
    const unknown = [first, second, first + second].find((token) => !Object.hasOwn(vocab, token));
    if (unknown !== undefined) throw new TokenizerFileError(say`A merge names ${JSON.stringify(unknown)}, which is no token of the file.`);
  }
}

/** `"a b"`, or `["a", "b"]` in newer files. */
function partsOf(merge: unknown): readonly [string, string] {
  if (typeof merge === "string") {
    const space = merge.indexOf(" ");
    if (space > 0 && space + 1 < merge.length && !merge.includes(" ", space + 1)) return [merge.slice(0, space), merge.slice(space + 1)];
  } else if (Array.isArray(merge) && merge.length === 2) {
    const [first, second]: unknown[] = merge;
    if (typeof first === "string" && typeof second === "string") return [first, second];
  }
  throw shapeProblem(form, say`a merge`, say`two tokens`, merge);
}
