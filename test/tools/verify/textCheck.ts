/** What must hold for any text: ids equal tiktoken's under every policy, counts equal the number of ids, and the offsets law: the bytes of the
 *  tokens laid end to end are the text's bytes, each end is the last character boundary there, and decoding gives the text back. */
import type { EncodedText, Encoding } from "../../../src/core/tokens/encoding.ts";
import type { Oracle } from "./oracle.ts";

/** The first position where two lists of ids differ, described; undefined if they are the same. */
export function difference(found: ArrayLike<number>, expected: ArrayLike<number>): string | undefined {
  const length = Math.max(found.length, expected.length);
  for (let at = 0; at < length; at++) {
    if (found[at] === expected[at]) continue;
    const near = (ids: ArrayLike<number>): string =>
      `${at > 2 ? "… " : ""}${Array.from(ids)
        .slice(Math.max(0, at - 2), at + 6)
        .join(" ")}`;
    return `found ${found.length} (${near(found)}), expected ${expected.length} (${near(expected)}), different from ${at} on`;
  }
  return undefined;
}

const encoder = new TextEncoder();

/** Checks the ends against the bytes of the tokens as tiktoken gives them; undefined if the law holds. */
export function offsetsDifference(text: string, { ids, ends }: EncodedText, tokenBytes: Oracle["tokenBytes"]): string | undefined {
  const bytes = encoder.encode(text);
  let byteEnd = 0;
  let units = 0; // of all characters that start before byteEnd
  let lastWidth = 0; // units of the last of them
  for (let index = 0; index < ids.length; index++) {
    const token = tokenBytes[ids[index] as number]; // index is less than the length
    if (token === undefined) return `token ${index} has id ${ids[index]}, which tiktoken does not know`;
    for (const byte of token) {
      if (bytes[byteEnd] !== byte)
        return `token ${index} (id ${ids[index]}) has the byte ${byte} where the text has ${bytes[byteEnd]} (byte ${byteEnd})`;
      byteEnd++;
      if ((byte & 0xc0) === 0x80) continue;
      lastWidth = byte >= 0xf0 ? 2 : 1;
      units += lastWidth;
    }
    const next = bytes[byteEnd];
    const isInside = next !== undefined && (next & 0xc0) === 0x80;
    const expected = isInside ? units - lastWidth : units;
    if (ends[index] !== expected) return `token ${index} ends at ${ends[index]}, expected ${expected}`;
  }
  if (byteEnd !== bytes.length) return `the tokens hold ${byteEnd} bytes, the text ${bytes.length}`;
  if (ends.length !== ids.length) return `${ends.length} ends for ${ids.length} ids`;
  return undefined;
}

const labelled = (label: string, found: string | undefined): string | undefined => (found === undefined ? undefined : `${label}: ${found}`);

/** Under "error": refused at the first special token, or the same ids where there is none. */
function errorPolicyDifference(encoding: Encoding, oracle: Oracle, text: string, expected: Uint32Array): string | undefined {
  let from = 0;
  let special: number | undefined;
  for (const id of expected) {
    if (oracle.specialIds.has(id)) {
      special = id;
      break;
    }
    from += oracle.tokenBytes[id]?.length ?? 0;
  }
  try {
    const ids = encoding.encode(text, "error");
    return special === undefined ? difference(ids, expected) : `no error, though the text holds special token ${special}`;
  } catch (error) {
    const { name, from: found } = error as { name?: string; from?: number }; // a SpecialTokenError
    if (special === undefined) return `an error (${String(error)}) without a special token in the text`;
    const expectedFrom = new TextDecoder("utf-8", { ignoreBOM: true }).decode(encoder.encode(text).subarray(0, from)).length;
    return name === "SpecialTokenError" && found === expectedFrom
      ? undefined
      : `${String(error)}, expected a SpecialTokenError at ${expectedFrom}`;
  }
}

/** The first thing that does not hold, described; undefined if all holds. */
export function textDifference(encoding: Encoding, oracle: Oracle, text: string): string | undefined {
  const ordinary = oracle.ordinary(text);
  const hasMark = text.includes("<|");
  const allowed = hasMark ? oracle.withSpecials(text) : ordinary;
  const withEnds = encoding.encodeWithEnds(text, "allow");
  const asText = hasMark ? encoding.encodeWithEnds(text, "text") : withEnds;
  const count = encoding.countTokens(text, "text");
  return (
    labelled("encode, special tokens as text", difference(encoding.encode(text, "text"), ordinary)) ??
    labelled("encodeWithEnds, special tokens allowed", difference(withEnds.ids, allowed)) ??
    labelled("encodeWithEnds, special tokens as text", difference(asText.ids, ordinary)) ??
    (hasMark ? labelled("encode, special tokens allowed", difference(encoding.encode(text, "allow"), allowed)) : undefined) ??
    (hasMark ? labelled("special tokens as errors", errorPolicyDifference(encoding, oracle, text, allowed)) : undefined) ??
    (count === ordinary.length ? undefined : `countTokens: found ${count}, expected ${ordinary.length}`) ??
    labelled("offsets", offsetsDifference(text, withEnds, oracle.tokenBytes)) ??
    labelled("offsets, special tokens as text", asText === withEnds ? undefined : offsetsDifference(text, asText, oracle.tokenBytes)) ??
    (encoding.decode(withEnds.ids) === text.toWellFormed() ? undefined : "decode does not give the text back")
  );
}

/** As `textDifference`; an exception is a difference too. */
export function textFailure(encoding: Encoding, oracle: Oracle, text: string): string | undefined {
  try {
    return textDifference(encoding, oracle, text);
  } catch (error) {
    return `an exception: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
