/** Hugging Face's tokenizer.json → a `TokenizerFile`. Every part of the pipeline is either followed exactly or refused by name. */
import type { Template } from "../template.ts";
import { bytesOfAlphabet } from "./byteAlphabet.ts";
import { describe, isRecord, parseJson, shapeProblem } from "./jsonShape.ts";
import type { JsonRecord } from "./jsonShape.ts";
import { readPreTokenizer } from "./readPreTokenizer.ts";
import { readTemplate } from "./readTemplate.ts";
import { spaceMark } from "./spaces.ts";
import { TokenizerFileError, tokenizerJsonForm } from "./tokenizerFile.ts";
import type { AddedToken, FileMerges, FileToken, TokenizerFile } from "./tokenizerFile.ts";

/** Ids are below this, tokens and merges no more. */
const largestId = 2 ** 20;
const mostMerges = 2_000_000;

const form = tokenizerJsonForm;

/** @throws TokenizerFileError in one sentence */
export function readTokenizerJson(bytes: Uint8Array): TokenizerFile {
  const file = parseJson(bytes, form);
  const model = recordIn(file, "model");
  const type = model["type"] ?? ("merges" in model ? "BPE" : "unknown");
  if (type !== "BPE") throw new TokenizerFileError(`The file's model is ${describe(type)}; byte-level BPE is followed.`);
  checkModel(model);
  const ids = readVocabulary(model["vocab"]);
  const added = readAdded(file["added_tokens"], ids);
  if (model["byte_fallback"] === true) return readSentencePiece(file, model, ids, added);
  const preTokenizer = readPreTokenizer(file["pre_tokenizer"]);
  return {
    form,
    byteFallback: undefined,
    tokens: tokensOf(ids, added),
    merges: readMerges(model["merges"], ids),
    wholePiecesFirst: model["ignore_merges"] === true,
    normalizer: readNormalizer(file["normalizer"]),
    splits: preTokenizer,
    added,
    unfound: [],
    template: templateOf(file, ids, added),
  };
}

/** Characters are merged; a space is "▁". */
function readSentencePiece(
  file: JsonRecord,
  model: JsonRecord,
  ids: ReadonlyMap<string, number>,
  added: readonly AddedToken[],
): TokenizerFile {
  if (model["ignore_merges"] === true)
    throw new TokenizerFileError("The model has byte_fallback and ignore_merges, which are not followed together.");
  if (added.some(({ isNormalized }) => isNormalized))
    throw new TokenizerFileError("The file has added tokens that are found after its normalizer, which is not followed.");
  checkNoSplit(file["pre_tokenizer"]);
  const byteFallback = Int32Array.from({ length: 256 }, (_, byte) => ids.get(byteName(byte)) ?? -1);
  const utf8 = new TextEncoder();
  const addedIds = new Set(added.map(({ id }) => id));
  const tokens: FileToken[] = [];
  for (const [token, id] of ids) {
    if (token === "") throw new TokenizerFileError(`The token ${id} is empty.`);
    const isByte = /^<0x[0-9A-F]{2}>$/.test(token);
    if (!isByte && !(addedIds.has(id) && /^<.*>$/s.test(token))) tokens.push({ bytes: String.fromCharCode(...utf8.encode(token)), id });
  }
  return {
    form,
    byteFallback,
    tokens,
    merges: readMerges(model["merges"], ids),
    wholePiecesFirst: false,
    normalizer: readSpaces(file["normalizer"]),
    splits: [],
    added,
    unfound: [],
    template: templateOf(file, ids, added),
  };
}

const byteName = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;

/** A text is one piece. Gemma's file splits at spaces, of which its normalizer has left none. */
function checkNoSplit(value: unknown): void {
  if (value === null || value === undefined) return;
  if (isRecord(value) && value["type"] === "Split" && isRecord(value["pattern"]) && value["pattern"]["String"] === " ") return;
  throw new TokenizerFileError(
    `The file's pre_tokenizer ${describe(isRecord(value) ? value["type"] : value)} is not followed with a model that has byte_fallback.`,
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
  const types = parts.map((part) => describe(isRecord(part) ? part["type"] : part)).join(", ");
  throw new TokenizerFileError(
    `The file's normalizer (${types}) is not followed with a model that has byte_fallback; "▁" for each space is.`,
  );
}

function recordIn(record: JsonRecord, key: string): JsonRecord {
  const value = record[key];
  if (!isRecord(value)) throw shapeProblem(form, key, "an object", value);
  return value;
}

function checkModel(model: JsonRecord): void {
  for (const key of ["continuing_subword_prefix", "end_of_word_suffix"])
    if ((model[key] ?? "") !== "") throw new TokenizerFileError(`The model has ${key} ${describe(model[key])}, which is not followed.`);
  if ((model["dropout"] ?? 0) !== 0)
    throw new TokenizerFileError(`The model has dropout ${describe(model["dropout"])}: it encodes by chance.`);
}

function readNormalizer(value: unknown): "none" | "nfc" {
  if (value === null || value === undefined) return "none";
  if (!isRecord(value)) throw shapeProblem(form, "normalizer", "an object", value);
  const inner = value["type"] === "Sequence" && Array.isArray(value["normalizers"]) ? value["normalizers"] : [value];
  let found: "none" | "nfc" = "none";
  for (const each of inner) {
    const type: unknown = isRecord(each) ? each["type"] : each;
    if (type !== "NFC") throw new TokenizerFileError(`The file's normalizer ${describe(type)} is not followed; NFC is.`);
    found = "nfc";
  }
  return found;
}

function readVocabulary(vocab: unknown): ReadonlyMap<string, number> {
  if (!isRecord(vocab)) throw shapeProblem(form, "model.vocab", "an object", vocab);
  const ids = new Map<string, number>();
  const seen = new Uint8Array(largestId);
  for (const [token, id] of Object.entries(vocab)) {
    const isId = typeof id === "number" && Number.isInteger(id) && id >= 0 && id < largestId;
    if (!isId)
      throw new TokenizerFileError(
        `The token ${JSON.stringify(token)} has the id ${describe(id)}; an integer below ${largestId} was expected.`,
      );
    if (seen[id] === 1) throw new TokenizerFileError(`Two tokens have the id ${id}.`);
    seen[id] = 1;
    ids.set(token, id);
  }
  return ids;
}

/** Tokens of the byte alphabet; others, and added ones, are no part of merging. */
function tokensOf(ids: ReadonlyMap<string, number>, added: readonly AddedToken[]): readonly FileToken[] {
  const addedIds = new Set(added.map(({ id }) => id));
  const tokens: FileToken[] = [];
  for (const [token, id] of ids) {
    if (token === "") throw new TokenizerFileError(`The token ${id} is empty.`);
    const bytes = bytesOfAlphabet(token);
    if (bytes !== undefined) tokens.push({ bytes, id });
    else if (!addedIds.has(id))
      throw new TokenizerFileError(`The token ${JSON.stringify(token)} is not written in the alphabet of byte-level tokenizers.`);
  }
  return tokens;
}

function readMerges(merges: unknown, ids: ReadonlyMap<string, number>): FileMerges {
  if (!Array.isArray(merges)) throw shapeProblem(form, "model.merges", "a list", merges);
  if (merges.length > mostMerges) throw new TokenizerFileError(`The file has ${merges.length} merges; at most ${mostMerges} are read.`);
  const left = new Int32Array(merges.length);
  const right = new Int32Array(merges.length);
  const merged = new Int32Array(merges.length);
  const idOf = (token: string): number => {
    const id = ids.get(token);
    if (id === undefined) throw new TokenizerFileError(`A merge names ${JSON.stringify(token)}, which is no token of the file.`);
    return id;
  };
  for (const [i, merge] of merges.entries()) {
    const [first, second] = partsOf(merge);
    left[i] = idOf(first);
    right[i] = idOf(second);
    merged[i] = idOf(first + second);
  }
  return { kind: "pairs", left, right, merged };
}

/** `"a b"`, or `["a", "b"]` in newer files. */
function partsOf(merge: unknown): readonly [string, string] {
  if (typeof merge === "string") {
    const space = merge.indexOf(" ");
    if (space > 0 && space + 1 < merge.length && merge.indexOf(" ", space + 1) < 0) return [merge.slice(0, space), merge.slice(space + 1)];
  } else if (Array.isArray(merge) && merge.length === 2) {
    const [first, second]: unknown[] = merge;
    if (typeof first === "string" && typeof second === "string") return [first, second];
  }
  throw shapeProblem(form, "a merge", "two tokens", merge);
}

function readAdded(added: unknown, ids: ReadonlyMap<string, number>): readonly AddedToken[] {
  if (added === null || added === undefined) return [];
  if (!Array.isArray(added)) throw shapeProblem(form, "added_tokens", "a list", added);
  const seen = new Set<string>();
  return added.map((value: unknown): AddedToken => {
    if (!isRecord(value)) throw shapeProblem(form, "added_tokens", "objects", value);
    const { content: text, id } = value;
    if (typeof text !== "string" || text === "") throw shapeProblem(form, "the content of an added token", "text", text);
    if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id >= largestId)
      throw shapeProblem(form, `the id of ${text}`, `an integer below ${largestId}`, id);
    if (seen.has(text)) throw new TokenizerFileError(`The token ${JSON.stringify(text)} is added twice.`);
    seen.add(text);
    const known = ids.get(text);
    if (known !== undefined && known !== id)
      throw new TokenizerFileError(`The token ${JSON.stringify(text)} has the ids ${known} and ${id}.`);
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

const templateOf = (file: JsonRecord, ids: ReadonlyMap<string, number>, added: readonly AddedToken[]): Template =>
  readTemplate(file["post_processor"], new Set([...ids.values(), ...added.map(({ id }) => id)]));
