/** Tokenizing as a task for a worker: bytes go in, ids or their number come out. Without `vscode`, as workers have it. */
import { builtInEncoding } from "../../core/tokens/catalogue.ts";
import { createEncoding, type Encoding, type EncodingId, type SpecialTokenPolicy } from "../../core/tokens/encoding.ts";
import { SpecialTokenError } from "../../core/tokens/specialTokens.ts";

/** What a thread that tokenizes is started with. */
export interface TokenSetup {
  readonly encoding: EncodingId;
  /** The encoding's vocabulary file. */
  readonly vocabulary: Uint8Array;
}

/** A part of a document that is cut where the ids of the parts are the ids of the whole. */
export interface TokenTask {
  readonly kind: "encode" | "count";
  /** UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether it is the beginning of the document, where a byte order mark is no part of the text. */
  readonly isFirst: boolean;
  /** `lf`: each \r\n and each \r is one \n, as Python's text mode reads a file. */
  readonly endOfLine: "lf" | "document";
  readonly specialTokens: SpecialTokenPolicy;
}

export type TokenResult =
  | { readonly kind: "ids"; readonly ids: Int32Array<ArrayBuffer> }
  | { readonly kind: "count"; readonly tokenCount: number }
  /** The policy is "error", and the text holds this one. */
  | { readonly kind: "special"; readonly token: string }
  | { readonly kind: "notText" };

export const encodingOf = ({ encoding, vocabulary }: TokenSetup): Encoding => createEncoding(builtInEncoding(encoding), vocabulary);

/** The ids in a buffer that can change hands: it holds nothing else. */
const ownIds = (ids: Int32Array): Int32Array<ArrayBuffer> =>
  ids.buffer instanceof ArrayBuffer && ids.byteLength === ids.buffer.byteLength ? new Int32Array(ids.buffer) : new Int32Array(ids);

export function doTokenTask(encoding: Encoding, { kind, bytes, isFirst, endOfLine, specialTokens }: TokenTask): TokenResult {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: !isFirst }).decode(bytes);
  } catch {
    return { kind: "notText" };
  }
  if (endOfLine === "lf" && text.includes("\r")) text = text.replaceAll(/\r\n?/g, "\n");
  try {
    if (kind === "count") return { kind, tokenCount: encoding.countTokens(text, specialTokens) };
    return { kind: "ids", ids: ownIds(encoding.encode(text, specialTokens)) };
  } catch (error) {
    if (error instanceof SpecialTokenError) return { kind: "special", token: error.token };
    throw error;
  }
}
