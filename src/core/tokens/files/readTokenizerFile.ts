/** A tokenizer's file of any form that is followed, by its name and what is in it. */
import { fileKindOf, kindLength } from "../../files/fileKind.ts";
import { quoted } from "../../files/quoted.ts";
import { say } from "../../sentence.ts";
import type { PatternName } from "../pattern/patterns.ts";
import { readTekken, readTiktokenRanks } from "./readRanks.ts";
import { readTokenizerJson } from "./json/readTokenizerJson.ts";
import { needsPattern, TokenizerFileError } from "./tokenizerFile.ts";
import type { TokenizerFile } from "./tokenizerFile.ts";

/** @param pattern the pattern chosen for a file that names none  @throws TokenizerFileError naming what is not followed */
export function readTokenizerFile(bytes: Uint8Array, name: string, pattern: PatternName | undefined): TokenizerFile {
  const other = fileKindOf(bytes.subarray(0, kindLength));
  if (other !== undefined) throw new TokenizerFileError(say`${other.is(quoted(name))} ${other.remedy}`);
  if (needsPattern(name)) {
    if (pattern === undefined) throw new TokenizerFileError(say`The file holds ranks and no pattern, and none was chosen.`);
    return readTiktokenRanks(bytes, { kind: "named", name: pattern });
  }
  return isTekken(bytes) ? readTekken(bytes) : readTokenizerJson(bytes);
}

/** A tekken.json says so in its `config`, which stands at its beginning or its end. */
function isTekken(bytes: Uint8Array): boolean {
  const ends = [bytes.subarray(0, 4096), bytes.subarray(-4096)].map((part) => new TextDecoder().decode(part));
  return ends.some((text) => text.includes('"default_num_special_tokens"'));
}
