/** Files of ranks: tiktoken's `.tiktoken` lines, and Mistral's tekken.json. In both, a token's rank is the order in which it merges. */
import { say } from "../../sentence.ts";
import type { Template } from "../template.ts";
import { bytesOfBase64 } from "./base64.ts";
import { isRecord, parseJson, shapeProblem } from "./json/jsonShape.ts";
import { namedSplit } from "./json/readPreTokenizer.ts";
import { namesNone } from "./json/readTemplate.ts";
import { TokenizerFileError } from "./tokenizerFile.ts";
import type { FileSplit, FileToken, TokenizerFile } from "./tokenizerFile.ts";

const mostTokens = 2 ** 20;
/** Bytes; the largest known has 4 MB. */
const largestRanks = 64 * 2 ** 20;

const noModel = { byteFallback: undefined, merges: { kind: "ranks" }, wholePiecesFirst: true, normalizer: "none", added: [] } as const;

/** Lines of a token in Base64, a space and its rank. The file names no pattern and no special tokens: the pattern is for the user to choose.
 *  @throws TokenizerFileError */
export function readTiktokenRanks(bytes: Uint8Array, split: FileSplit): TokenizerFile {
  const form = "file of tiktoken ranks";
  if (bytes.length > largestRanks)
    throw new TokenizerFileError(say`The file has ${bytes.length} bytes; a file of tiktoken ranks has at most ${largestRanks}.`);
  const tokens: FileToken[] = [];
  const lines = new TextDecoder().decode(bytes).split("\n");
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const [, encoded, rank] = /^([A-Za-z0-9+/]+={0,2}) (\d{1,7})\r?$/.exec(line) ?? [];
    const token = encoded === undefined ? undefined : bytesOfBase64(encoded);
    if (token === undefined)
      throw new TokenizerFileError(
        say`Line ${i + 1} of the file is ${JSON.stringify(line.slice(0, 40))}; a token in Base64, a space and its rank were expected.`,
      );
    tokens.push({ bytes: token, id: Number(rank) });
  }
  return { form, tokens: checked(tokens), splits: [split], unfound: [], template: namesNone, ...noModel };
}

/** Ids are ranks behind the special tokens; what is beyond the vocabulary's size is left out. Special tokens in a text are text.
 *  @throws TokenizerFileError */
export function readTekken(bytes: Uint8Array): TokenizerFile {
  const form = "Mistral tekken.json";
  const file = parseJson(bytes, form);
  const { config, vocab } = file;
  if (!isRecord(config)) throw shapeProblem(form, "config", say`an object`, config);
  if (!Array.isArray(vocab)) throw shapeProblem(form, "vocab", say`a list`, vocab);
  const { pattern, default_vocab_size: size, default_num_special_tokens: specialCount } = config;
  if (typeof pattern !== "string") throw shapeProblem(form, "config.pattern", say`a regex`, pattern);
  const isCount = (value: unknown): value is number =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= mostTokens;
  if (!isCount(size)) throw shapeProblem(form, "config.default_vocab_size", say`a count`, size);
  if (!isCount(specialCount) || specialCount > size)
    throw shapeProblem(form, "config.default_num_special_tokens", say`a count`, specialCount);
  const tokens: FileToken[] = [];
  for (const entry of vocab as unknown[]) {
    if (!isRecord(entry)) throw shapeProblem(form, "vocab", say`objects`, entry);
    const { rank, token_bytes: encoded } = entry;
    const token = typeof encoded === "string" ? bytesOfBase64(encoded) : undefined;
    if (!isCount(rank) || token === undefined) throw shapeProblem(form, say`a token of vocab`, say`a rank and bytes in Base64`, entry);
    if (rank + specialCount < size) tokens.push({ bytes: token, id: rank + specialCount });
  }
  const unfound = specialNames(file["special_tokens"], specialCount, form);
  const start = unfound.find(({ text }) => text === "<s>")?.id;
  const template: Template = start === undefined ? namesNone : { kind: "tokens", start: [start], end: [] }; // mistral-common's encode(bos=True)
  return {
    form,
    tokens: checked(tokens),
    splits: [namedSplit(pattern)],
    unfound,
    template,
    ...noModel,
  };
}

/** What files of before 2025, which do not list them, leave to the library (mistral-common 1.x). */
const firstNames = [
  "<unk>",
  "<s>",
  "</s>",
  "[INST]",
  "[/INST]",
  "[AVAILABLE_TOOLS]",
  "[/AVAILABLE_TOOLS]",
  "[TOOL_RESULTS]",
  "[/TOOL_RESULTS]",
  "[TOOL_CALLS]",
];

function specialNames(listed: unknown, count: number, form: string): readonly { readonly text: string; readonly id: number }[] {
  const names = Array.from({ length: count }, (_, id) => `<SPECIAL_${id}>`);
  if (listed === undefined || listed === null) for (const [id, name] of firstNames.entries()) if (id < count) names[id] = name;
  if (listed !== undefined && listed !== null) {
    if (!Array.isArray(listed)) throw shapeProblem(form, "special_tokens", say`a list`, listed);
    for (const entry of listed as unknown[]) {
      const { rank, token_str: text } = isRecord(entry) ? entry : {};
      if (typeof rank !== "number" || !(rank in names) || typeof text !== "string" || text === "")
        throw shapeProblem(form, say`a special token`, say`a rank below ${count} and its text`, entry);
      names[rank] = text;
    }
  }
  return names.map((text, id) => ({ text, id }));
}

/** Neither an id nor the bytes of a token twice; none empty. */
function checked(tokens: readonly FileToken[]): readonly FileToken[] {
  if (tokens.length === 0) throw new TokenizerFileError(say`The file holds no tokens.`);
  if (tokens.length > mostTokens) throw new TokenizerFileError(say`The file has ${tokens.length} tokens; at most ${mostTokens} are read.`);
  const ids = new Set<number>();
  const all = new Set<string>();
  for (const { bytes, id } of tokens) {
    if (bytes === "") throw new TokenizerFileError(say`The token ${id} is empty.`);
    if (id >= mostTokens) throw new TokenizerFileError(say`A token has the id ${id}; ids below ${mostTokens} are read.`);
    if (ids.has(id)) throw new TokenizerFileError(say`Two tokens have the id ${id}.`);
    if (all.has(bytes)) throw new TokenizerFileError(say`Two tokens have the bytes of the token ${id}.`);
    ids.add(id);
    all.add(bytes);
  }
  return tokens;
}
