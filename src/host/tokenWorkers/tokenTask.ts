/** Tokenizing as a task for a worker: bytes go in, ids or their number come out. Without `vscode`, as workers have it. */
import { type OwnTokenIds, tokenIdsIn } from "../../core/datasets/idBytes.ts";
import type { Encoding, SpecialTokenPolicy } from "../../core/tokens/encoding.ts";
import { countUtf8, encodeUtf8 } from "../../core/tokens/encodeUtf8.ts";
import { SpecialTokenError } from "../../core/tokens/specialTokens.ts";
import { Rooms } from "./rooms.ts";
import { type PartText, textBytes } from "./textBytes.ts";

/** A part of a document that is cut where the ids of the parts are the ids of the whole. */
export interface TokenTask extends PartText {
  readonly kind: "encode" | "count";
  readonly specialTokens: SpecialTokenPolicy;
}

export type TokenResult =
  /** The whole buffer is theirs, which may be longer. */
  | { readonly kind: "ids"; readonly ids: OwnTokenIds }
  | { readonly kind: "count"; readonly tokenCount: number }
  /** The policy is "error", and the text holds this one. */
  | { readonly kind: "special"; readonly token: string }
  | { readonly kind: "notText" };

/** A thread, or this one, at work on tasks: the buffers of their bytes are used again for the ids of others. */
export class TokenTasks {
  readonly #encoding: Encoding;
  readonly #isUtf8: (bytes: Uint8Array) => boolean;
  /** Those of bytes that were worked on, for the next ones. */
  readonly rooms = new Rooms();

  constructor(encoding: Encoding, isUtf8: (bytes: Uint8Array) => boolean) {
    this.#encoding = encoding;
    this.#isUtf8 = isUtf8;
  }

  /** @param task its bytes are written over, now or later */
  do(task: TokenTask): TokenResult {
    const { kind, specialTokens } = task;
    const bytes = textBytes(task, this.#isUtf8);
    if (bytes === undefined) return { kind: "notText" };
    try {
      if (kind === "count") return { kind, tokenCount: countUtf8(this.#encoding, bytes, specialTokens) };
      return { kind: "ids", ids: this.#idsOf(bytes, specialTokens) };
    } catch (error) {
      if (error instanceof SpecialTokenError) return { kind: "special", token: error.token };
      throw error;
    } finally {
      this.rooms.give(task.bytes.buffer);
    }
  }

  /** As small as the dataset's type. */
  #idsOf(bytes: Uint8Array, specialTokens: SpecialTokenPolicy): OwnTokenIds {
    const { vocabSize } = this.#encoding.vocabulary;
    let ids = tokenIdsIn(this.rooms.take(bytes.length), vocabSize);
    let count = 0;
    encodeUtf8(this.#encoding, bytes, specialTokens, (some) => {
      if (count + some.length > ids.length) {
        const longer = tokenIdsIn(this.rooms.take(2 * (count + some.length) * ids.BYTES_PER_ELEMENT), vocabSize);
        longer.set(ids.subarray(0, count));
        this.rooms.give(ids.buffer);
        ids = longer;
      }
      ids.set(some, count);
      count += some.length;
    });
    return ids.subarray(0, count);
  }
}
