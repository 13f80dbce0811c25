/** Hugging Face's tokenizer.json → a `TokenizerFile`. Every part of the pipeline is either followed exactly or refused by name. */
import { inEnglish, say } from "../../../sentence.ts";
import { binaryText } from "../../binaryText.ts";
import type { Template } from "../../template.ts";
import { bytesOfAlphabet } from "./byteAlphabet.ts";
import { checkIsPipeline } from "./checkIsPipeline.ts";
import { checkLists } from "./checkLists.ts";
import { describe, isRecord, parseJson, shapeProblem } from "./jsonShape.ts";
import type { JsonRecord } from "./jsonShape.ts";
import { readLongLists } from "./longLists.ts";
import type { LongLists } from "./longLists.ts";
import { readPreTokenizer } from "./readPreTokenizer.ts";
import { readTemplate } from "./readTemplate.ts";
import { spaceMark } from "../spaces.ts";
import { largestId } from "./tokenNames.ts";
import type { TokenNames } from "./tokenNames.ts";
import { TokenizerFileError, tokenizerJsonForm } from "../tokenizerFile.ts";
import type { AddedToken, FileToken, TokenizerFile } from "../tokenizerFile.ts";

const form = tokenizerJsonForm;

/** @throws TokenizerFileError in one sentence */
export function readTokenizerJson(bytes: Uint8Array): TokenizerFile {
  const lists = readLongLists(bytes);
  const file = lists?.file ?? parseJson(bytes, form);
  checkIsPipeline(file);
  const model = recordIn(file, "model");
  const type = model["type"] ?? ("merges" in model ? "BPE" : "unknown");
  if (type !== "BPE") throw new TokenizerFileError(say`The file's model is ${describe(type)}; byte-level BPE is followed.`);
  checkModel(model);
  const { names, merges } = lists ?? readUnusualLists(file, model);
  const added = readAdded(file["added_tokens"], names);
  const whole = { form, merges, added, unfound: [], template: templateOf(file, names, added) };
  if (model["byte_fallback"] === true) return { ...whole, ...readSentencePiece(file, model, names, added) };
  const splits = readPreTokenizer(file["pre_tokenizer"]); // first: it says whether the model merges bytes at all
  return {
    ...whole,
    byteFallback: undefined,
    tokens: tokensOf(names, added),
    wholePiecesFirst: model["ignore_merges"] === true,
    normalizer: readNormalizer(file["normalizer"]),
    splits,
  };
}

/** Of a file that is written in another way than JSON writes it, or that says something twice, of which the last counts: it is written anew. */
function readUnusualLists(file: JsonRecord, model: JsonRecord): LongLists {
  checkLists(model);
  const lists = readLongLists(new TextEncoder().encode(JSON.stringify(file)));
  if (lists === undefined) throw shapeProblem(form, "model", say`an object with vocab and merges`, Object.keys(model));
  return lists;
}

type OfSentencePiece = Pick<TokenizerFile, "byteFallback" | "tokens" | "wholePiecesFirst" | "normalizer" | "splits">;

/** Characters are merged; a space is "▁". */
function readSentencePiece(file: JsonRecord, model: JsonRecord, names: TokenNames, added: readonly AddedToken[]): OfSentencePiece {
  if (model["ignore_merges"] === true)
    throw new TokenizerFileError(say`The model has byte_fallback and ignore_merges, which are not followed together.`);
  if (added.some(({ isNormalized }) => isNormalized))
    throw new TokenizerFileError(say`The file has added tokens that are found after its normalizer, which is not followed.`);
  checkNoSplit(file["pre_tokenizer"]);
  const byteFallback = Int32Array.from({ length: 256 }, (_, byte) => names.idOf(byteName(byte)) ?? -1);
  const addedIds = new Set(added.map(({ id }) => id));
  const isOther = ({ bytes, id }: FileToken): boolean => {
    if (bytes === "") throw new TokenizerFileError(say`The token ${id} is empty.`);
    const isInBrackets = bytes.startsWith("<") && bytes.endsWith(">");
    return !isInBrackets || !(addedIds.has(id) || /^<0x[0-9A-F]{2}>$/.test(bytes));
  };
  return {
    byteFallback,
    tokens: namedBytes(names, names.bytes, names.ends).filter(isOther),
    wholePiecesFirst: false,
    normalizer: readSpaces(file["normalizer"]),
    splits: [],
  };
}

/** Each token with what stands for it in `bytes`, one character for each byte. */
function namedBytes({ ids }: TokenNames, bytes: Uint8Array, ends: Int32Array): FileToken[] {
  const all = binaryText(bytes.subarray(0, ends.at(-1) ?? 0));
  return Array.from(ids, (id, index) => ({ id, bytes: all.slice(index === 0 ? 0 : ends[index - 1]!, ends[index]) }));
}

const byteName = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;

/** A text is one piece. Gemma's file splits at spaces, of which its normalizer has left none. */
function checkNoSplit(value: unknown): void {
  if (value === null || value === undefined) return;
  if (isRecord(value) && value["type"] === "Split" && isRecord(value["pattern"]) && value["pattern"]["String"] === " ") return;
  throw new TokenizerFileError(
    say`The file's pre_tokenizer ${describe(isRecord(value) ? value["type"] : value)} is not followed with a model that has byte_fallback.`,
  );
}

function readSpaces(value: unknown): "spaces" | "spacesAndOneBefore" {
  const parts: readonly unknown[] = isRecord(value) && Array.isArray(value["normalizers"]) ? value["normalizers"] : [value];
  const isReplace = (part: unknown): boolean =>
    isRecord(part) &&
    part["type"] === "Replace" &&
    isRecord(part["pattern"]) &&
    part["pattern"]["String"] === " " &&
    part["content"] === spaceMark;
  const isPrepend = (part: unknown): boolean => isRecord(part) && part["type"] === "Prepend" && part["prepend"] === spaceMark;
  if (parts.length === 1 && isReplace(parts[0])) return "spaces";
  if (parts.length === 2 && isPrepend(parts[0]) && isReplace(parts[1])) return "spacesAndOneBefore";
  const types = parts
    .map((part) => describe(isRecord(part) ? part["type"] : part))
    .map((type) => (typeof type === "string" ? type : inEnglish(type)));
  throw new TokenizerFileError(
    say`The file's normalizer (${types.join(", ")}) is not followed with a model that has byte_fallback; "▁" for each space is.`,
  );
}

function recordIn(record: JsonRecord, key: string): JsonRecord {
  const value = record[key];
  if (!isRecord(value)) throw shapeProblem(form, key, say`an object`, value);
  return value;
}

function checkModel(model: JsonRecord): void {
  for (const key of ["continuing_subword_prefix", "end_of_word_suffix"])
    if ((model[key] ?? "") !== "") throw new TokenizerFileError(say`The model has ${key} ${describe(model[key])}, which is not followed.`);
  if ((model["dropout"] ?? 0) !== 0)
    throw new TokenizerFileError(say`The model has dropout ${describe(model["dropout"])}: it encodes by chance.`);
}

function readNormalizer(value: unknown): "none" | "nfc" {
  if (value === null || value === undefined) return "none";
  if (!isRecord(value)) throw shapeProblem(form, "normalizer", say`an object`, value);
  const inner = value["type"] === "Sequence" && Array.isArray(value["normalizers"]) ? value["normalizers"] : [value];
  let found: "none" | "nfc" = "none";
  for (const each of inner) {
    const type: unknown = isRecord(each) ? each["type"] : each;
    if (type !== "NFC") throw new TokenizerFileError(say`The file's normalizer ${describe(type)} is not followed; NFC is.`);
    found = "nfc";
  }
  return found;
}

/** Tokens of the byte alphabet; others, and added ones, are no part of merging. */
function tokensOf(names: TokenNames, added: readonly AddedToken[]): readonly FileToken[] {
  const addedIds = new Set(added.map(({ id }) => id));
  const { bytes, ends } = bytesOfAlphabet(names.bytes, names.ends);
  return namedBytes(names, bytes, ends).filter((token, index) => {
    if (token.bytes !== "") return true;
    const name = names.text(index);
    if (name === "") throw new TokenizerFileError(say`The token ${token.id} is empty.`);
    if (addedIds.has(token.id)) return false;
    throw new TokenizerFileError(say`The token ${JSON.stringify(name)} is not written in the alphabet of byte-level tokenizers.`);
  });
}

function readAdded(added: unknown, names: TokenNames): readonly AddedToken[] {
  if (added === null || added === undefined) return [];
  if (!Array.isArray(added)) throw shapeProblem(form, "added_tokens", say`a list`, added);
  const seen = new Set<string>();
  return added.map((value: unknown): AddedToken => {
    if (!isRecord(value)) throw shapeProblem(form, "added_tokens", say`objects`, value);
    const { content: text, id } = value;
    if (typeof text !== "string" || text === "") throw shapeProblem(form, say`the content of an added token`, say`text`, text);
    if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id >= largestId)
      throw shapeProblem(form, say`the id of ${text}`, say`an integer below ${largestId}`, id);
    if (seen.has(text)) throw new TokenizerFileError(say`The token ${JSON.stringify(text)} is added twice.`);
    seen.add(text);
    const known = names.idOf(text);
    if (known !== undefined && known !== id)
      throw new TokenizerFileError(say`The token ${JSON.stringify(text)} has the ids ${known} and ${id}.`);
    return {
      text,
      id,
      isSpecial: value["special"] === true,
      isNormalized: value["normalized"] === true,
      isWord: value["single_word"] === true,
      takesSpaceBefore: value["lstrip"] === true,
      takesSpaceAfter: value["rstrip"] === true,
    };
  });
}

function templateOf(file: JsonRecord, names: TokenNames, added: readonly AddedToken[]): Template {
  const addedIds = new Set(added.map(({ id }) => id));
  return readTemplate(file["post_processor"], (id) => addedIds.has(id) || names.hasId(id));
}
