/** Tokenizing as a task for a worker: bytes go in, ids or their number come out. Without `vscode`, as workers have it. */
import { builtInEncoding } from "../../core/tokens/catalogue.ts";
import { newTokenIds, type OwnTokenIds } from "../../core/datasets/idBytes.ts";
import { createEncoding, type Encoding, type EncodingId, type SpecialTokenPolicy } from "../../core/tokens/encoding.ts";
import { countUtf8, encodeUtf8 } from "../../core/tokens/encodeUtf8.ts";
import { SpecialTokenError } from "../../core/tokens/specialTokens.ts";
import { type PartText, textBytes } from "./textBytes.ts";

/** What a thread that tokenizes is started with. */
export interface TokenSetup {
  readonly encoding: EncodingId;
  /** The encoding's vocabulary file. */
  readonly vocabulary: Uint8Array;
}

/** A part of a document that is cut where the ids of the parts are the ids of the whole. */
export interface TokenTask extends PartText {
  readonly kind: "encode" | "count";
  readonly specialTokens: SpecialTokenPolicy;
}

export type TokenResult =
  | { readonly kind: "ids"; readonly ids: OwnTokenIds }
  | { readonly kind: "count"; readonly tokenCount: number }
  /** The policy is "error", and the text holds this one. */
  | { readonly kind: "special"; readonly token: string }
  | { readonly kind: "notText" };

export const encodingOf = ({ encoding, vocabulary }: TokenSetup): Encoding => createEncoding(builtInEncoding(encoding), vocabulary);

export function doTokenTask(encoding: Encoding, task: TokenTask, isUtf8: (bytes: Uint8Array) => boolean): TokenResult {
  const { kind, specialTokens } = task;
  const bytes = textBytes(task, isUtf8);
  if (bytes === undefined) return { kind: "notText" };
  try {
    if (kind === "count") return { kind, tokenCount: countUtf8(encoding, bytes, specialTokens) };
    return { kind: "ids", ids: idsOf(encoding, bytes, specialTokens) };
  } catch (error) {
    if (error instanceof SpecialTokenError) return { kind: "special", token: error.token };
    throw error;
  }
}

/** As small as the dataset's type. */
function idsOf(encoding: Encoding, bytes: Uint8Array, specialTokens: SpecialTokenPolicy): OwnTokenIds {
  const { vocabSize } = encoding.vocabulary;
  let ids = newTokenIds(vocabSize, bytes.length); // most of it is never touched
  let count = 0;
  encodeUtf8(encoding, bytes, specialTokens, (some) => {
    if (count + some.length > ids.length) {
      const longer = newTokenIds(vocabSize, 2 * (count + some.length)); // a normalizer made more of the text than its bytes
      longer.set(ids.subarray(0, count));
      ids = longer;
    }
    ids.set(some, count);
    count += some.length;
  });
  return ids.subarray(0, count);
}
