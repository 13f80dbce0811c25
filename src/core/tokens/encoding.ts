/** An encoding at work: text → token ids and back, counts, offsets, and how a piece was merged. Same ids as tiktoken. */
import { utf8Length } from "../text/offsets.ts";
import { mergeIds, mergeStepsOf } from "./bytePairMerge.ts";
import type { MergeStep } from "./bytePairMerge.ts";
import { END_BYTE } from "./characterClass.ts";
import type { EncodingName } from "./encodingDefinition.ts";
import { definitionOf } from "./encodings/encodings.ts";
import { wordMargin } from "./preTokenizer.ts";
import { findSpecialToken, SpecialTokenError } from "./specialTokens.ts";
import type { SpecialTokenPolicy } from "./specialTokens.ts";
import { tokenTables, vocabularyOf } from "./vocabulary.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { readVocabularyFile } from "./vocabularyFile.ts";

export { encodingNames, isEncodingName, vocabularyFile } from "./encodings/encodings.ts";
export type { EncodingName } from "./encodingDefinition.ts";
export type { MergeStep } from "./bytePairMerge.ts";
export type { SpecialTokenPolicy } from "./specialTokens.ts";
export type { Vocabulary } from "./vocabulary.ts";

/** Ids and where each token ends, in UTF-16 code units: the last character boundary at or before the token's last byte. A token that
 *  holds only the beginning of a character is empty; the one that completes the character holds it. Slices rebuild the text. */
export interface EncodedText {
  readonly ids: Int32Array;
  readonly ends: Int32Array;
}

export interface Encoding {
  readonly name: EncodingName;
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
  /** The merges of one piece, in order. The caller names a piece; a text of several is merged as if it were one. */
  mergeSteps(piece: string | Uint8Array): readonly MergeStep[];
}

/** The encoding, from the bytes of its vocabulary file (`vocabularyFile(name)`). @throws RangeError when the file is damaged */
export function createEncoding(name: EncodingName, vocabularyFileBytes: Uint8Array): Encoding {
  const steps = createEncodingSteps(name, vocabularyFileBytes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `createEncoding`, in steps of a few milliseconds; yields how much is done, 0 … 1. */
export function* createEncodingSteps(name: EncodingName, vocabularyFileBytes: Uint8Array): Generator<number, Encoding> {
  const definition = definitionOf(name);
  const file = readVocabularyFile(vocabularyFileBytes);
  yield 0.1;
  const tables = tokenTables(file, definition.specialTokens);
  yield 0.5;
  const pairs = new Map<number, number>();
  for (let id = 256; id < tables.vocabSize; id++) {
    if (tables.left[id]! >= 0) pairs.set(tables.left[id]! * 0x40000 + tables.right[id]!, id);
    if (id % 20000 === 0) yield 0.5 + 0.5 * (id / tables.vocabSize);
  }
  const mergedId = (left: number, right: number): number => pairs.get(left * 0x40000 + right) ?? -1;
  const vocabulary = vocabularyOf(tables, definition.specialTokens, mergedId);

  const byteIds = (bytes: Uint8Array): number[] => Array.from(bytes, (byte) => tables.idOfByte[byte]!);
  function encodeOrdinary(text: string, ids: number[]): void {
    const encoded = new TextEncoder().encode(text);
    const bytes = new Uint8Array(encoded.length + 1 + wordMargin);
    bytes.set(encoded);
    bytes[encoded.length] = END_BYTE;
    const ends = new Int32Array(1024);
    const buffer = { bytes, view: new DataView(bytes.buffer) };
    for (let at = 0; at < encoded.length;) {
      const count = definition.preTokenizer(buffer, at, encoded.length, ends);
      for (let i = 0; i < count; i++) {
        for (const id of mergeIds(byteIds(bytes.subarray(at, ends[i])), mergedId)) ids.push(id);
        at = ends[i]!;
      }
    }
  }
  function encode(text: string, policy: SpecialTokenPolicy = "allow"): Int32Array {
    const ids: number[] = [];
    let at = 0;
    for (;;) {
      const special = policy === "text" ? undefined : findSpecialToken(text, vocabulary.specialTokens, at);
      if (special === undefined) break;
      if (policy === "error") throw new SpecialTokenError(special);
      encodeOrdinary(text.slice(at, special.from), ids);
      ids.push(special.id);
      at = special.to;
    }
    encodeOrdinary(text.slice(at), ids);
    return Int32Array.from(ids);
  }
  function decodeBytes(ids: ArrayLike<number>): Uint8Array {
    let length = 0;
    for (let i = 0; i < ids.length; i++) length += vocabulary.tokenByteLength(ids[i]!);
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      for (let from = tables.starts[id]!; from < tables.starts[id + 1]!; from++) bytes[at++] = tables.pool[from]!;
    }
    return bytes;
  }
  return {
    name,
    vocabulary,
    encode,
    encodeWithEnds(text, policy) {
      const ids = encode(text, policy);
      const ends = new Int32Array(ids.length);
      let bytes = 0; // where the token ends
      let characterBytes = 0; // where the last whole character before that ends
      let units = 0;
      for (let i = 0; i < ids.length; i++) {
        bytes += tables.lengths[ids[i]!]!;
        while (units < text.length) {
          const to = units + (text.codePointAt(units)! > 0xffff ? 2 : 1);
          const width = utf8Length(text, units, to);
          if (characterBytes + width > bytes) break;
          characterBytes += width;
          units = to;
        }
        ends[i] = units;
      }
      return { ids, ends };
    },
    countTokens: (text, policy) => encode(text, policy).length,
    decodeBytes,
    decode: (ids) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(decodeBytes(ids)),
    mergeSteps: (piece) =>
      mergeStepsOf(byteIds(typeof piece === "string" ? new TextEncoder().encode(piece) : piece), mergedId, vocabulary.tokenByteLength),
  };
}
