/** An encoding at work: text → token ids and back, counts, offsets, and how a piece was merged. Same ids as tiktoken. */
import { endsOf, takeIds } from "./engine/blockResults.ts";
import type { BuiltInSpec, EncodingSpec } from "./encodingSpec.ts";
import { createEncoder, encodeLongBlock, fillEncoderSteps, findToken, releaseMemory } from "./engine/encoder.ts";
import type { Encoder } from "./engine/encoder.ts";
import type { BlockSizes } from "./engine/pieceEncoder.ts";
import { mergeSteps } from "./mergeSteps.ts";
import type { MergeStep } from "./mergeSteps.ts";
import { patternOf } from "./pattern/patterns.ts";
import { lastCutOf, lastSafeCut } from "./pattern/safeCut.ts";
import { foundUnder, SpecialTokenError } from "./specialTokens.ts";
import type { SpecialTokenPolicy } from "./specialTokens.ts";
import { TokenTables } from "./engine/tokenTables.ts";
import { TokenFinder } from "./tokenFinder.ts";
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
 *  long texts. @param sizes for the verification  @throws RangeError when the file is damaged */
export function createEncoding(spec: BuiltInSpec, vocabularyFileBytes: Uint8Array, sizes?: BlockSizes): Encoding {
  const { tokens, ids } = spec.specialTokens;
  const tables = new TokenTables(
    readVocabularyFile(vocabularyFileBytes),
    new Map([...tokens].toReversed().map(([text, id]) => [id, new TextEncoder().encode(text)])), // of two texts with one id, the first
    ids.size === tokens.size,
  );
  return encodingOf(spec, createEncoder(tables, patternOf(spec.pattern), sizes));
}

/** As `createEncoding`, but with all tables filled, in steps of a few milliseconds; yields how much is done, 0 … 1. */
export function* createEncodingSteps(spec: BuiltInSpec, vocabularyFileBytes: Uint8Array): Generator<number, Encoding> {
  const encoding = createEncoding(spec, vocabularyFileBytes);
  yield 0.1;
  const { encoder } = encoding;
  for (const _ of encoder.tables.prepareSteps()) yield 0.2;
  for (const done of fillEncoderSteps(encoder)) yield 0.4 + 0.6 * done;
  return encoding;
}

/** The encoding around its inner machine. */
export function encodingOf(spec: EncodingSpec, encoder: Encoder): Encoding {
  const { tokens } = encoder;
  const vocabulary = vocabularyOf(tokens, spec.specialTokens, (bytes) => findToken(encoder, bytes));
  const { specialTokens } = vocabulary;

  /** Encodes block by block and hands each to `take`, with the code unit it starts at; special tokens likewise. */
  function encodeBlocks(
    text: string,
    policy: SpecialTokenPolicy,
    takeBlock: (from: number, length: number) => void,
    takeSpecial: (id: number, to: number) => void,
  ): void {
    const found = policy === "error" ? specialTokens : foundUnder(policy, specialTokens);
    const finder = found && new TokenFinder(text, found);
    let from = 0;
    for (;;) {
      const special = finder?.find(from);
      if (special !== undefined && policy === "error" && specialTokens.always?.ids.has(special.id) !== true)
        throw new SpecialTokenError(special);
      const to = special === undefined ? text.length : special.from;
      const start = from;
      while (from < to) {
        const length = encodeLongBlock(encoder, text, from, to, from === start);
        takeBlock(from, length);
        from += length;
      }
      if (special === undefined) break;
      takeSpecial(special.id, special.to);
      from = special.to;
    }
    releaseMemory(encoder);
  }

  function encode(text: string, policy: SpecialTokenPolicy = "allow"): Int32Array {
    const parts: Int32Array[] = [];
    encodeBlocks(
      text,
      policy,
      () => parts.push(takeIds(encoder)),
      (id) => parts.push(Int32Array.of(id)),
    );
    return joined(parts);
  }

  function decodeBytes(ids: ArrayLike<number>): Uint8Array {
    const { starts, lengths, pool } = tokens;
    let length = 0;
    for (let i = 0; i < ids.length; i++) length += vocabulary.tokenByteLength(ids[i]!);
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      const start = starts[id]!;
      for (let from = start; from < start + lengths[id]!; from++) bytes[at++] = pool[from]!;
    }
    return bytes;
  }

  return {
    encoder,
    spec,
    vocabulary,
    encode,
    encodeWithEnds(text, policy = "allow") {
      const ids: Int32Array[] = [];
      const ends: Int32Array[] = [];
      encodeBlocks(
        text,
        policy,
        (from, length) => {
          const blockEnds = endsOf(encoder, length).slice();
          if (from > 0) for (let i = 0; i < blockEnds.length; i++) blockEnds[i] = blockEnds[i]! + from;
          ends.push(blockEnds);
          ids.push(takeIds(encoder));
        },
        (id, to) => {
          ids.push(Int32Array.of(id));
          ends.push(Int32Array.of(to));
        },
      );
      return { ids: joined(ids), ends: joined(ends) };
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
    lastSafeCut: (text) =>
      encoder.given === undefined
        ? lastSafeCut(text, specialTokens)
        : lastCutOf(text, encoder.pattern, encoder.given.normalizer, specialTokens),
    mergeSteps: (piece) => mergeSteps(encoder, typeof piece === "string" ? bytesOf(encoder, piece) : piece),
  };
}

/** The bytes that are merged: of the text as it is normalized. */
const bytesOf = ({ given }: Encoder, text: string): Uint8Array =>
  new TextEncoder().encode(given?.normalizer?.apply(text, false)?.text ?? text);

function joined(parts: readonly Int32Array[]): Int32Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
