/** How a tokenizer.json splits a text: its `pre_tokenizer`, for models that merge bytes. Followed exactly, or refused by name. */
import { say } from "../../../sentence.ts";
import { patternNames, regexOf } from "../../pattern/patterns.ts";
import { describe, isRecord, shapeProblem } from "./jsonShape.ts";
import type { JsonRecord } from "./jsonShape.ts";
import { TokenizerFileError, tokenizerJsonForm as form } from "../tokenizerFile.ts";
import type { FileSplit } from "../tokenizerFile.ts";

/** @throws TokenizerFileError naming the part that is not followed */
export function readPreTokenizer(value: unknown): readonly FileSplit[] {
  if (!isRecord(value))
    throw new TokenizerFileError(say`The file's pre_tokenizer is ${describe(value)}; one that ends with ByteLevel is followed.`);
  const parts: unknown = value["type"] === "Sequence" ? value["pretokenizers"] : [value];
  if (!Array.isArray(parts)) throw shapeProblem(form, "pre_tokenizer", say`a list of pretokenizers`, parts);
  const splits: FileSplit[] = [];
  for (const [i, part] of parts.entries()) {
    if (!isRecord(part)) throw shapeProblem(form, "pre_tokenizer", say`objects`, part);
    const isLast = i + 1 === parts.length;
    if (isLast !== (part["type"] === "ByteLevel"))
      throw new TokenizerFileError(
        isLast
          ? say`The file's pre_tokenizer ends with ${describe(part["type"])}; one that ends with ByteLevel is followed.`
          : say`The file's pre_tokenizer ${describe(part["type"])} stands before others, which is not followed.`,
      );
    const split = readSplit(part);
    if (split !== undefined) splits.push(split);
  }
  return splits;
}

function readSplit(part: JsonRecord): FileSplit | undefined {
  switch (part["type"]) {
    case "ByteLevel":
      if (part["add_prefix_space"] === true)
        throw new TokenizerFileError(say`The file puts a space before each text (add_prefix_space), which is not followed.`);
      return part["use_regex"] === false ? undefined : { kind: "named", name: "gpt2" };
    case "Digits":
      return { kind: "regex", regex: part["individual_digits"] === true ? String.raw`\p{N}` : String.raw`\p{N}+` };
    case "Split":
      return readRegexSplit(part);
    default:
      throw new TokenizerFileError(
        say`The file's pre_tokenizer ${describe(part["type"])} is not followed; Split, Digits and ByteLevel are.`,
      );
  }
}

function readRegexSplit(part: JsonRecord): FileSplit {
  const pattern = part["pattern"];
  if (part["behavior"] !== "Isolated" || part["invert"] === true)
    throw new TokenizerFileError(
      part["invert"] === true
        ? say`The file splits with the behavior ${describe(part["behavior"])}, inverted; Isolated is followed.`
        : say`The file splits with the behavior ${describe(part["behavior"])}; Isolated is followed.`,
    );
  if (!isRecord(pattern)) throw shapeProblem(form, say`the pattern of a Split`, say`an object`, pattern);
  const regex = pattern["Regex"];
  if (typeof regex === "string") return namedSplit(regex);
  const text = pattern["String"];
  if (typeof text !== "string" || text === "") throw shapeProblem(form, say`the pattern of a Split`, say`Regex or String`, pattern);
  return { kind: "regex", regex: text.replaceAll(/[^\p{L}\p{N}]/gu, String.raw`\$&`) };
}

/** A regex that a scanner is written for goes by its name. */
export function namedSplit(regex: string): FileSplit {
  const name = patternNames.find((each) => regexOf(each) === regex);
  return name === undefined ? { kind: "regex", regex } : { kind: "named", name };
}
