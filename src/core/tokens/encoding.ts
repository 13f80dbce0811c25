/** An encoding at work: text → token ids and back, counts, offsets, and how a piece was merged. Same ids as tiktoken. */
import { finish } from "../steps.ts";
import { writeIds, writeIdsAndEnds } from "./engine/blockResults.ts";
import type { EncodingSpec } from "./encodingSpec.ts";
import { createEncoderSteps, encodeBlock, findToken, idsPerStep, learnPieces, releaseMemory } from "./engine/encoder.ts";
import type { Encoder } from "./engine/encoder.ts";
import { mergeSteps } from "./mergeSteps.ts";
import type { MergeStep } from "./mergeSteps.ts";
import { mergedId, noPair } from "./engine/pairTable.ts";
import { patternOf } from "./pattern/patterns.ts";
import { lastSafeCut } from "./pattern/safeCut.ts";
import { findSpecialToken, SpecialTokenError } from "./specialTokens.ts";
import type { SpecialTokenPolicy } from "./specialTokens.ts";
import { TokenTables } from "./engine/tokenTables.ts";
import { vocabularyOf } from "./vocabulary.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { readVocabularyFile } from "./vocabularyFile.ts";

export type { EncodingId, EncodingSpec } from "./encodingSpec.ts";
export type { MergeStep } from "./mergeSteps.ts";
export type { SpecialTokenPolicy } from "./specialTokens.ts";
export type { Vocabulary } from "./vocabulary.ts";

/** Ids and where each token ends, in UTF-16 code units: the last character boundary at or before the token's last byte. A token that
 *  holds only the beginning of a character is empty; the one that completes the character holds it. Slices rebuild the text. */
export interface EncodedText {
  readonly ids: Int32Array;
  readonly ends: Int32Array;
}

export interface Encoding {
  /** The inner machine, for code of this folder that works on blocks. */
  readonly encoder: Encoder;
  readonly spec: EncodingSpec;
  readonly vocabulary: Vocabulary;
  /** @param policy "allow" unless given  @throws SpecialTokenError under "error", at the first special token */
  encode(text: string, policy?: SpecialTokenPolicy): Int32Array;
  /** As `encode`, with the ends of the tokens. */
  encodeWithEnds(text: string, policy?: SpecialTokenPolicy): EncodedText;
  /** `encode(text, policy).length`, without making the ids. */
  countTokens(text: string, policy?: SpecialTokenPolicy): number;
  /** @throws RangeError naming the first id that is no token */
  decodeBytes(ids: ArrayLike<number>): Uint8Array;
  /** The text of the ids; bytes that are no UTF-8 become U+FFFD as with Python's `errors="replace"`. */
  decode(ids: ArrayLike<number>): string;
  /** The last place in a text where it may be cut so that its parts, encoded one by one, give the ids of the whole; 0 when there is none. */
  lastSafeCut(text: string): number;
  /** The merges of one piece, in order. The caller names a piece; a text of several is merged as if it were one. */
  mergeSteps(piece: string | Uint8Array): readonly MergeStep[];
}

/** The encoding, from the bytes of its vocabulary file (`vocabularyFileName(spec)`), ready at once: parts of its tables are filled by the first
 *  long texts. @throws RangeError when the file is damaged */
export function createEncoding(spec: EncodingSpec, vocabularyFileBytes: Uint8Array): Encoding {
  return finish(createBareEncodingSteps(spec, vocabularyFileBytes));
}

/** As `createEncoding`, but with all tables filled, in steps of a few milliseconds; yields how much is done, 0 … 1. */
export function* createEncodingSteps(spec: EncodingSpec, vocabularyFileBytes: Uint8Array): Generator<number, Encoding> {
  const encoding = yield* createBareEncodingSteps(spec, vocabularyFileBytes);
  const { encoder } = encoding;
  for (const _ of encoder.tables.prepareSteps()) yield 0.5;
  while (!learnPieces(encoder, idsPerStep)) yield 0.6 + 0.4 * (encoder.knownPieces / encoder.tables.mergeableCount);
  return encoding;
}

function* createBareEncodingSteps(spec: EncodingSpec, vocabularyFileBytes: Uint8Array): Generator<number, Encoding> {
  const { tokens, ids } = spec.specialTokens;
  const leastSize = Math.max(...[...ids].map((id) => id + 1));
  const tables = new TokenTables(readVocabularyFile(vocabularyFileBytes, leastSize), tokens);
  yield 0.1;
  const steps = createEncoderSteps(tables, patternOf(spec.pattern).scan);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return encodingOf(spec, step.value);
    yield 0.1 + 0.3 * (step.value / tables.mergeableCount);
  }
}

/** A list longer than this gives its memory back after the call. */
const longestKeptList = 1 << 20;

function encodingOf(spec: EncodingSpec, encoder: Encoder): Encoding {
  const { tables, pairs } = encoder;
  const vocabulary = vocabularyOf(
    tables,
    spec.specialTokens,
    (left, right) => {
      const id = mergedId(pairs, left, right);
      return id === noPair ? -1 : id;
    },
    (bytes) => findToken(encoder, bytes),
  );
  const { specialTokens } = vocabulary;

  /** Encodes block by block and hands each to `take`, with the code unit it starts at; special tokens likewise. */
  function encodeBlocks(
    text: string,
    policy: SpecialTokenPolicy,
    takeBlock: (from: number, length: number) => void,
    takeSpecial: (id: number, to: number) => void,
  ): void {
    let from = 0;
    for (;;) {
      const special = policy === "text" ? undefined : findSpecialToken(text, specialTokens, from);
      if (special !== undefined && policy === "error") throw new SpecialTokenError(special);
      const to = special === undefined ? text.length : special.from;
      while (from < to) {
        const length = encodeBlock(encoder, text, from, to);
        takeBlock(from, length);
        from += length;
      }
      if (special === undefined) break;
      takeSpecial(special.id, special.to);
      from = special.to;
    }
    releaseMemory(encoder);
  }

  const idList = new IntegerList();
  const endList = new IntegerList();

  function takeIds(): void {
    writeIds(encoder, idList.reserve(encoder.idCount), idList.length);
    idList.advance(encoder.idCount);
  }

  function encode(text: string, policy: SpecialTokenPolicy = "allow"): Int32Array {
    idList.clear();
    encodeBlocks(text, policy, takeIds, (id) => idList.add(id));
    return idList.take();
  }

  function decodeBytes(ids: ArrayLike<number>): Uint8Array {
    const { starts, pool } = tables;
    let length = 0;
    for (let i = 0; i < ids.length; i++) length += vocabulary.tokenByteLength(ids[i]!);
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      for (let from = starts[id]!; from < starts[id + 1]!; from++) bytes[at++] = pool[from]!;
    }
    return bytes;
  }

  return {
    encoder,
    spec,
    vocabulary,
    encode,
    encodeWithEnds(text, policy = "allow") {
      idList.clear();
      endList.clear();
      encodeBlocks(
        text,
        policy,
        (from, length) => {
          const { idCount } = encoder;
          writeIdsAndEnds(encoder, from, length, idList.reserve(idCount), endList.reserve(idCount), idList.length);
          idList.advance(idCount);
          endList.advance(idCount);
        },
        (id, to) => {
          idList.add(id);
          endList.add(to);
        },
      );
      return { ids: idList.take(), ends: endList.take() };
    },
    countTokens(text, policy = "allow") {
      let count = 0;
      encodeBlocks(
        text,
        policy,
        () => (count += encoder.idCount),
        () => count++,
      );
      return count;
    },
    decodeBytes,
    decode: (ids) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(decodeBytes(ids)),
    lastSafeCut: (text) => lastSafeCut(text, specialTokens),
    mergeSteps: (piece) => mergeSteps(tables, pairs, typeof piece === "string" ? new TextEncoder().encode(piece) : piece),
  };
}

/** A growing list of integers, kept from call to call so that a text of usual size costs one allocation: its result. */
class IntegerList {
  #values = new Int32Array(1024);
  #length = 0;

  add(value: number): void {
    this.reserve(1);
    this.#values[this.#length++] = value;
  }

  /** Makes room for `count` more values, to be written from index `length` on and then counted in by `advance`. */
  reserve(count: number): Int32Array {
    if (this.#length + count > this.#values.length) {
      const values = new Int32Array(Math.max(this.#values.length * 2, this.#length + count));
      values.set(this.#values.subarray(0, this.#length));
      this.#values = values;
    }
    return this.#values;
  }

  get length(): number {
    return this.#length;
  }

  advance(count: number): void {
    this.#length += count;
  }

  /** The values as an array of their own; the list is empty again, its memory kept unless it is large or just right. */
  take(): Int32Array {
    const isExact = this.#length === this.#values.length;
    const values = isExact ? this.#values : this.#values.slice(0, this.#length);
    this.#length = 0;
    if (isExact || this.#values.length > longestKeptList) this.#values = new Int32Array(1024);
    return values;
  }

  /** Forgets what a call that failed has left. */
  clear(): void {
    this.#length = 0;
  }
}
