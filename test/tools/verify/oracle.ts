/** The oracle: tiktoken's own Rust code as WebAssembly (npm package tiktoken). A lone surrogate reaches it as U+FFFD. */
import { createRequire } from "node:module";
import type * as tiktoken from "tiktoken";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { seededRandom } from "../bench/seededRandom.ts";

export interface Oracle {
  /** Special tokens are ordinary text. */
  ordinary(text: string): Uint32Array;
  /** Special tokens are recognized anywhere. */
  withSpecials(text: string): Uint32Array;
  /** The bytes of each token id; undefined for ids without a token. */
  readonly tokenBytes: readonly (Uint8Array | undefined)[];
  readonly specialIds: ReadonlySet<number>;
  /** Some tokens whose bytes are valid UTF-8, as text. */
  readonly tokenTexts: readonly string[];
  /** Gives the WebAssembly memory back; the oracle is unusable afterwards. */
  free(): void;
}

export function createOracle(encoding: EncodingName): Oracle {
  const { get_encoding: getEncoding } = createRequire(import.meta.url)("tiktoken") as typeof tiktoken;
  const instance = getEncoding(encoding);
  const tokenBytes: (Uint8Array | undefined)[] = [];
  for (const bytes of instance.token_byte_values()) {
    const token = Uint8Array.from(bytes);
    tokenBytes[instance.encode_single_token(token)] = token;
  }
  const specialIds = new Set<number>();
  const specials = ["<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>"];
  for (const special of specials) {
    const ids = instance.encode(special, "all", []);
    const [id] = ids;
    if (id === undefined || ids.length > 1) continue; // not a special token of this encoding
    tokenBytes[id] = new TextEncoder().encode(special);
    specialIds.add(id);
  }
  const random = seededRandom(encoding.length);
  const tokenTexts: string[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  while (tokenTexts.length < 20_000) {
    const bytes = random.pick(tokenBytes);
    if (bytes === undefined) continue;
    try {
      tokenTexts.push(decoder.decode(bytes));
    } catch {
      // part of a character: no text
    }
  }
  return {
    ordinary: (text) => instance.encode_ordinary(text),
    withSpecials: (text) => instance.encode(text, "all", []),
    tokenBytes,
    specialIds,
    tokenTexts,
    free: () => instance.free(),
  };
}
