/** An encoding from a tokenizer's file: its merges, its pattern, its added tokens. Same ids as the library that the file is made for. */
import { sentenceOf } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { createEncoder, fillMergesSteps } from "../engine/encoder.ts";
import { TokenTables } from "../engine/tokenTables.ts";
import { encodingOf } from "../encoding.ts";
import type { Encoding } from "../encoding.ts";
import type { EncodingSpec } from "../encodingSpec.ts";
import type { Normalizer } from "../normalizer.ts";
import type { Pattern } from "../pattern/pattern.ts";
import { cutsOf, patternOf } from "../pattern/patterns.ts";
import { regexSplit, splitsOf } from "../pattern/splits.ts";
import type { Split } from "../pattern/splits.ts";
import type { Beginnings } from "../engine/beginnings.ts";
import type { RankTables } from "../engine/rankTables.ts";
import { noMerge } from "../vocabularyFile.ts";
import { specialTokenSet } from "../specialTokens.ts";
import type { SpecialTokenSet, TokenRule } from "../specialTokens.ts";
import type { CompiledTokenizer } from "./compiledTokenizer.ts";
import { bytesOfBinary } from "../binaryText.ts";
import { layoutSteps } from "./fileLayout.ts";
import { characterPairSteps } from "./merging/characterPairs.ts";
import { neighbourPattern } from "./merging/neighbours.ts";
import { endsInNfc, formsBeforeNfc, nfc } from "./nfc.ts";
import { spacesNormalizer } from "./spaces.ts";
import { TokenizerFileError } from "./tokenizerFile.ts";
import type { AddedToken, FileSplit, FileToken } from "./tokenizerFile.ts";

/** What the extension knows of a file beside its content. */
export type FileIdentity = Pick<EncodingSpec, "id" | "label" | "usedBy" | "file">;

/** In steps of a few milliseconds; yields how much is done, 0 … 1. @throws TokenizerFileError naming what is not followed */
export function* fileEncodingSteps(compiled: CompiledTokenizer, identity: FileIdentity): Generator<number, Encoding> {
  const { table } = compiled;
  const specialTokens = addedTokenSet(compiled);
  const tables = tablesOf(compiled);
  for (const _ of tables.prepareSteps()) yield 0.1;
  const pattern = yield* patternSteps(compiled, tables);
  const normalizer = normalizers[compiled.normalizer];
  const tokens = yield* inSteps(layoutSteps(compiled, tables, givePlaces(compiled, normalizer)), 0.4);
  const { firstMerge, idOfEntry: idOfRank } = table;
  const encoder = createEncoder(tables, pattern, undefined, {
    tokens,
    ...ranksOf(compiled, tokens.vocabSize),
    idOfRank,
    firstMerge,
    normalizer,
  });
  yield* inSteps(fillMergesSteps(encoder), 0.7);
  return encodingOf({ ...identity, specialTokens, tiktokenName: undefined, template: compiled.template }, encoder);
}

const normalizers: Readonly<Record<CompiledTokenizer["normalizer"], Normalizer | undefined>> = {
  none: undefined,
  nfc,
  spaces: spacesNormalizer(false),
  spacesAndOneBefore: spacesNormalizer(true),
};

function* patternSteps({ mergesCharacters, splits, table }: CompiledTokenizer, tables: TokenTables): Generator<number, Pattern> {
  if (!mergesCharacters) return patternOfSplits(splits);
  return neighbourPattern(yield* inSteps(characterPairSteps(tables, table), 0.2), table.runs);
}

/** Yields how much of the whole is done. */
function* inSteps<Result>(steps: Generator<void, Result>, done: number): Generator<number, Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield done;
  }
}

function patternOfSplits(splits: readonly FileSplit[]): Pattern {
  const last = splits.at(-1);
  if (last === undefined)
    throw new TokenizerFileError(say`The file names no pattern that splits a text into pieces, which is not followed.`);
  try {
    const before = splits.slice(0, -1).map((split) => splitOf(split));
    return splitsOf(before, last.kind === "named" ? patternOf(last.name) : regexSplit(last.regex));
  } catch (error) {
    if (error instanceof Error) throw new TokenizerFileError(say`The pattern that splits a text is not followed: ${sentenceOf(error)}.`);
    throw error;
  }
}

function splitOf(split: FileSplit): Split {
  if (split.kind === "regex") return regexSplit(split.regex);
  // Pieces of a named pattern are of any character.
  return { ...patternOf(split.name), mayHold: () => true, isApart: cutsOf(split.name).isApart };
}

/** Whether lengths of tokens say where they are in a text. */
function givePlaces({ added }: CompiledTokenizer, normalizer: Normalizer | undefined): boolean {
  const isPlain = added.every(({ takesSpaceBefore, takesSpaceAfter }) => !takesSpaceBefore && !takesSpaceAfter);
  return normalizer === undefined && isPlain && new Set(added.map(({ id }) => id)).size === added.length;
}

/** The entries as the engine takes tokens: bytes, then merges. */
function tablesOf({ table: { entryCount, left, right } }: CompiledTokenizer): TokenTables {
  const byteOfId = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  return new TokenTables({ idCount: entryCount, byteOfId, left, right, packed: undefined }, new Map());
}

/** The entries as the core takes ranks, and behind them the tokens that are found as whole pieces. The beginning of a character gets an id behind
 *  all others, which never leaves the engine. */
function ranksOf(
  { table: { left, right, idOfEntry, wholeRuns, unreached }, wholePiecesFirst }: CompiledTokenizer,
  vocabSize: number,
): { readonly ranks: RankTables; readonly beginnings: Beginnings } {
  const whole = [...wholeRuns, ...(wholePiecesFirst ? unreached : [])];
  const parts: (readonly [number, number])[] = [];
  const idOfRank = lengthened(idOfEntry, whole, ({ id }) => id);
  for (let entry = 0; entry < left.length; entry++) {
    if (idOfRank[entry]! >= 0) continue;
    if (entry < 256) idOfRank[entry] = 0; // a byte that no UTF-8 holds
    else idOfRank[entry] = vocabSize + parts.push([idOfRank[left[entry]!]!, idOfRank[right[entry]!]!]) - 1;
  }
  const ranks = {
    rankCount: idOfRank.length,
    merges: { left: lengthened(left, whole, () => noMerge), right: lengthened(right, whole, ({ bytes }) => bytes.length) },
    givenBytes: bytesOfBinary(whole.map(({ bytes }) => bytes).join("")),
    packed: undefined,
    idOfRank,
    idCount: vocabSize + parts.length,
    mayBeUnreachable: false,
  };
  return { ranks, beginnings: { firstId: vocabSize, parts } };
}

/** The list, and a value for each of the tokens. */
function lengthened(list: Int32Array, tokens: readonly FileToken[], valueOf: (token: FileToken) => number): Int32Array {
  const longer = new Int32Array(list.length + tokens.length);
  longer.set(list);
  longer.set(tokens.map(valueOf), list.length);
  return longer;
}

/** Names of tokens that end a document, as models write them. */
const endings = ["<|endoftext|>", "<|end_of_text|>", "<｜end▁of▁sentence｜>", "</s>", "<eos>", "<|im_end|>"];

function addedTokenSet(file: CompiledTokenizer): SpecialTokenSet {
  const { added } = file;
  const ordinary = added.filter(({ isSpecial }) => !isSpecial);
  const always = ordinary.length === 0 ? undefined : foundSet(ordinary, file, undefined);
  return foundSet(added, file, always);
}

function foundSet(added: readonly AddedToken[], { normalizer }: CompiledTokenizer, always: SpecialTokenSet | undefined): SpecialTokenSet {
  const isNormalized = normalizer === "nfc";
  const first = added.filter(({ isNormalized: isLater }) => !isLater);
  const later = added.filter(({ isNormalized: isLater }) => isLater);
  const entriesLater = later.flatMap(({ text, id }) => (isNormalized ? formsBeforeNfc(text) : [text]).map((form) => [form, id] as const));
  const after = later.length === 0 ? undefined : specialTokenSet(entriesLater, { rules: rulesOf(later, isNormalized) });
  return specialTokenSet(
    first.map(({ text, id }) => [text, id]),
    { endOfText: endings.find((text) => added.some((token) => token.text === text)), rules: rulesOf(first, false), after, always },
  );
}

function rulesOf(added: readonly AddedToken[], isNormalized: boolean): ReadonlyMap<string, TokenRule> | undefined {
  const rules = added
    .filter(({ isWord, takesSpaceBefore, takesSpaceAfter }) => isNormalized || isWord || takesSpaceBefore || takesSpaceAfter)
    .flatMap(({ text, isWord, takesSpaceBefore, takesSpaceAfter }) => {
      const rule: TokenRule = { isWord, takesSpaceBefore, takesSpaceAfter, mayEndAt: isNormalized ? endsInNfc : undefined };
      return (isNormalized ? formsBeforeNfc(text) : [text]).map((form) => [form, rule] as const);
    });
  return rules.length === 0 ? undefined : new Map(rules);
}
