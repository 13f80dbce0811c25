/** UTF-8 → ids without a string between, for whoever reads files: the ids of `encode` on the text that the bytes are. */
import type { Encoding } from "./encoding.ts";
import { viewIds } from "./engine/blockResults.ts";
import { encodeLongBytes, releaseMemory, takesBytes } from "./engine/encoder.ts";
import { nodeBuffer } from "./engine/nodeBuffer.ts";
import { foundUnder } from "./specialTokens.ts";
import type { SpecialTokenPolicy } from "./specialTokens.ts";
import { TokenFinder } from "./tokenFinder.ts";

/** @param bytes valid UTF-8  @param take given the ids, some at a time, in order, in views that are there until it returns
 *  @throws SpecialTokenError under "error", at the first special token, its place in code units */
export function encodeUtf8(encoding: Encoding, bytes: Uint8Array, policy: SpecialTokenPolicy, take: (ids: Int32Array) => void): void {
  const { encoder } = encoding;
  const isDone = encodeBlocks(
    encoding,
    bytes,
    policy,
    () => take(viewIds(encoder)),
    (id) => take(Int32Array.of(id)),
  );
  if (!isDone) take(encoding.encode(textOf(bytes), policy));
}

/** How many ids `encodeUtf8` gives. @param bytes valid UTF-8  @throws as it does */
export function countUtf8(encoding: Encoding, bytes: Uint8Array, policy: SpecialTokenPolicy): number {
  let count = 0;
  const isDone = encodeBlocks(
    encoding,
    bytes,
    policy,
    () => (count += encoding.encoder.idCount),
    () => count++,
  );
  return isDone ? count : encoding.countTokens(textOf(bytes), policy);
}

/** @returns false, and nothing done, when it takes a string: to normalize it, for a pattern that the core does not know, or to say in code units
 *  where a special token is */
function encodeBlocks(
  { encoder, vocabulary: { specialTokens } }: Encoding,
  bytes: Uint8Array,
  policy: SpecialTokenPolicy,
  takeBlock: () => void,
  takeSpecial: (id: number) => void,
): boolean {
  if (!takesBytes(encoder)) return false;
  const found = policy === "error" ? specialTokens : foundUnder(policy, specialTokens);
  const mayHold = found?.beginnings.some((beginning) => holds(bytes, beginning)) === true;
  if (mayHold && policy === "error") return false;
  // The special tokens of built-in encodings are ASCII, and stand at the same places in a text of one character for each byte.
  const finder = mayHold && found !== undefined ? new TokenFinder(new TextDecoder("latin1").decode(bytes), found) : undefined;
  for (let from = 0; ;) {
    const special = finder?.find(from);
    const to = special?.from ?? bytes.length;
    while (from < to) {
      from += encodeLongBytes(encoder, bytes, from, to);
      takeBlock();
    }
    if (special === undefined) break;
    takeSpecial(special.id);
    from = special.to;
  }
  releaseMemory(encoder);
  return true;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

/** Whether the bytes hold a text of ASCII. */
function holds(bytes: Uint8Array, text: string): boolean {
  if (nodeBuffer !== undefined) return nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text, 0, "latin1");
  for (let at = bytes.indexOf(text.charCodeAt(0)); at >= 0; at = bytes.indexOf(text.charCodeAt(0), at + 1)) {
    let length = 1;
    while (length < text.length && bytes[at + length] === text.charCodeAt(length)) length++;
    if (length === text.length) return true;
  }
  return false;
}
