/** Whether a token table's rows are those of an encoding's ids: told from its name, its neighbours' names and the number of its rows. */

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
  readonly sentence: string;
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
const rowsText = (rows: number): string => (rows === 1 ? "1 row" : `${count(rows)} rows`);
const chooseAnother = "Choose the encoding this checkpoint was trained with.";

export function checkVocabulary(table: TokenTable, encoding: EncodingSize): VocabularyCheck {
  const lead = `The token table has ${rowsText(table.rows)} and ${encoding.label} has ${count(encoding.vocabSize)} tokens`;
  const owner = isBuiltIn(encoding.id) ? ownerOf(table) : undefined; // of other encodings only the size is known
  const { sentence, ...check } = owner === undefined ? checkSize(table, encoding) : checkOwner(owner, table, encoding);
  return { ...check, sentence: `${lead}: ${sentence}` };
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
    const evidence = family?.vocabulary === owner ? `the name says ${family.label}` : `they are ${owner.owner} rows`;
    const missing = rows < vocabSize ? `ids from ${count(rows)} on have no row, and ` : "";
    const advice = owner.encoding === undefined ? "Open the tokenizer that belongs to it" : `Choose ${owner.encoding}`;
    return { kind: "other", fits: false, sentence: `${missing}${evidence}, whose ids are not ${label}'s. ${advice}.` };
  }
  if (rows === vocabSize) return exact;
  const areSame = `the first ${count(sharedCount)} are ${label}'s`;
  if (rows < vocabSize) {
    return {
      kind: "smaller",
      fits: true,
      sentence: `they are ${owner.owner} rows; ${areSame}, and ids from ${count(rows)} on have no row.`,
    };
  }
  if (owner.size > vocabSize) return { kind: "larger", fits: true, sentence: `they are ${owner.owner} rows; ${areSame}.` };
  return withExtra(rows, vocabSize, vocabularyOfRows(rows) === owner);
}

/** Nothing but the number of rows is known. */
function checkSize({ rows, family }: TokenTable, { id, vocabSize }: EncodingSize): VocabularyCheck {
  if (rows === vocabSize) return exact;
  const extra = rows - vocabSize;
  if (extra < 0) return { kind: "other", fits: false, sentence: `ids from ${count(rows)} on have no row. ${chooseAnother}` };
  if (extra >= extraLimit) return { kind: "other", fits: false, sentence: `${rowsText(extra)} belong to no token. ${chooseAnother}` };
  const mayBeNeoX = isBuiltIn(id) && family?.vocabulary === undefined && neoXRows.includes(rows);
  if (!mayBeNeoX) return withExtra(rows, vocabSize, false);
  const sentence = `both these and GPT-NeoX's 50,277 tokens are padded to ${count(rows)}. Look up which tokenizer the model has before you trust the names.`;
  return { kind: "unsure", fits: true, sentence };
}

const exact: VocabularyCheck = { kind: "exact", fits: true, sentence: "a row for each." };

function withExtra(rows: number, vocabSize: number, isKnownPadding: boolean): VocabularyCheck {
  const extra = rows - vocabSize;
  const isExact = smallMultiples.some((multiple) => rows % multiple === 0 && extra < multiple);
  if (isKnownPadding || isExact || rows % paddingMultiple === 0) {
    const last = extra === 1 ? "the last row is" : `the last ${count(extra)} rows are`;
    return { kind: "padded", fits: true, sentence: `${last} padding that no token uses.` };
  }
  const sentence = `all ${count(vocabSize)} ids are right; ${extra === 1 ? "1 more row" : `${count(extra)} more rows`}, probably added in fine-tuning.`;
  return { kind: "added", fits: true, sentence };
}
