/** Whether a token table's rows are those of an encoding's ids: told from its name, its neighbours' names and the number of its rows. */

import { say, type Sentence } from "../sentence.ts";
import type { Family } from "./families.ts";
import { isBuiltIn, type KnownVocabulary, neoXRows, vocabularyOfRows } from "./vocabularies.ts";

export interface VocabularyCheck {
  /**
   * `exact`: a row per id. `padded`: more rows, which no id looks up. `added`: a few more, as fine-tuning adds. `larger`, `smaller`: of a
   * vocabulary that shares its first ids with the encoding. `unsure`: another vocabulary is as likely. `other`: another vocabulary's table.
   */
  readonly kind: "exact" | "padded" | "added" | "larger" | "smaller" | "unsure" | "other";
  /** Whether row i is the encoding's token i, as far as can be told: otherwise rows must not be named with its words. */
  readonly fits: boolean;
  /** For the user. */
  readonly sentence: Sentence;
}

export interface TokenTable {
  readonly rows: number;
  /** Undefined: the table has a name of its own. */
  readonly family: Family | undefined;
}

export interface EncodingSize {
  readonly id: string;
  readonly label: string;
  readonly vocabSize: number;
}

/** Training code rounds the vocabulary up to a multiple for speed: GPT-2's 50,257 become 50,304. */
const paddingMultiple = 64;
/** Smaller multiples, which tokens are padded to and no further. */
const smallMultiples = [8, 16, 32];
/** Neither padding nor fine-tuning adds as many rows. */
const extraLimit = 1_024;

const count = (value: number): string => value.toLocaleString("en-US");
const chooseAnother = say`Choose the encoding this checkpoint was trained with.`;

export function checkVocabulary(table: TokenTable, encoding: EncodingSize): VocabularyCheck {
  const tokens = count(encoding.vocabSize);
  const sizes =
    table.rows === 1
      ? say`The token table has 1 row and ${encoding.label} has ${tokens} tokens`
      : say`The token table has ${count(table.rows)} rows and ${encoding.label} has ${tokens} tokens`;
  const owner = isBuiltIn(encoding.id) ? ownerOf(table) : undefined; // of other encodings only the size is known
  const { sentence, ...check } = owner === undefined ? checkSize(table, encoding) : checkOwner(owner, table, encoding);
  return { ...check, sentence: say`${sizes}: ${sentence}` };
}

/** Whose rows they are: by the family's name where its vocabulary fits, else by their number alone. */
function ownerOf({ rows, family }: TokenTable): KnownVocabulary | undefined {
  const named = family?.vocabulary;
  const isFitting = named !== undefined && rows >= named.size && rows - named.size < extraLimit;
  return isFitting ? named : vocabularyOfRows(rows);
}

function checkOwner(owner: KnownVocabulary, { rows, family }: TokenTable, { id, label, vocabSize }: EncodingSize): VocabularyCheck {
  const sharedCount = owner.shared[id];
  if (sharedCount === undefined) {
    const evidence =
      family?.vocabulary === owner
        ? say`the name says ${family.label}, whose ids are not ${label}'s.`
        : say`they are ${owner.owner} rows, whose ids are not ${label}'s.`;
    const found = rows < vocabSize ? say`ids from ${count(rows)} on have no row, and ${evidence}` : evidence;
    const advice = owner.encoding === undefined ? say`Open the tokenizer that belongs to it.` : say`Choose ${owner.encoding}.`;
    return { kind: "other", fits: false, sentence: say`${found} ${advice}` };
  }
  if (rows === vocabSize) return exact;
  const shared = count(sharedCount);
  if (rows < vocabSize) {
    const sentence = say`they are ${owner.owner} rows; the first ${shared} are ${label}'s, and ids from ${count(rows)} on have no row.`;
    return { kind: "smaller", fits: true, sentence };
  }
  if (owner.size > vocabSize)
    return { kind: "larger", fits: true, sentence: say`they are ${owner.owner} rows; the first ${shared} are ${label}'s.` };
  return withExtra(rows, vocabSize, vocabularyOfRows(rows) === owner);
}

/** Nothing but the number of rows is known. */
function checkSize({ rows, family }: TokenTable, { id, vocabSize }: EncodingSize): VocabularyCheck {
  if (rows === vocabSize) return exact;
  const extra = rows - vocabSize;
  if (extra < 0) return { kind: "other", fits: false, sentence: say`ids from ${count(rows)} on have no row. ${chooseAnother}` };
  if (extra >= extraLimit) return { kind: "other", fits: false, sentence: say`${count(extra)} rows belong to no token. ${chooseAnother}` };
  const mayBeNeoX = isBuiltIn(id) && family?.vocabulary === undefined && neoXRows.includes(rows);
  if (!mayBeNeoX) return withExtra(rows, vocabSize, false);
  const sentence = say`both these and GPT-NeoX's 50,277 tokens are padded to ${count(rows)}. Look up which tokenizer the model has before you trust the names.`;
  return { kind: "unsure", fits: true, sentence };
}

const exact: VocabularyCheck = { kind: "exact", fits: true, sentence: say`a row for each.` };

function withExtra(rows: number, vocabSize: number, isKnownPadding: boolean): VocabularyCheck {
  const extra = rows - vocabSize;
  const isExact = smallMultiples.some((multiple) => rows % multiple === 0 && extra < multiple);
  if (isKnownPadding || isExact || rows % paddingMultiple === 0) {
    const sentence =
      extra === 1 ? say`the last row is padding that no token uses.` : say`the last ${count(extra)} rows are padding that no token uses.`;
    return { kind: "padded", fits: true, sentence };
  }
  const ids = count(vocabSize);
  const sentence =
    extra === 1
      ? say`all ${ids} ids are right; 1 more row, probably added in fine-tuning.`
      : say`all ${ids} ids are right; ${count(extra)} more rows, probably added in fine-tuning.`;
  return { kind: "added", fits: true, sentence };
}
