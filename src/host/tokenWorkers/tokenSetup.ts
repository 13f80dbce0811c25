/** What a thread that tokenizes is started with: an encoding as bytes, for the thread to make its own of. Without `vscode`, as workers have it. */
import { builtInEncoding } from "../../core/tokens/catalogue.ts";
import { createEncoding, type Encoding, type EncodingId } from "../../core/tokens/encoding.ts";
import { readCompiled } from "../../core/tokens/files/compiledTokenizer.ts";
import { type FileIdentity, fileEncodingSteps } from "../../core/tokens/files/fileEncoding.ts";
import { lastSafeCut } from "../../core/tokens/pattern/safeCut.ts";
import { finish } from "../../core/steps.ts";

export type TokenSetup =
  /** @property vocabulary the encoding's vocabulary file */
  | { readonly kind: "builtIn"; readonly id: EncodingId; readonly vocabulary: Uint8Array }
  /** A tokenizer's file. @property compiled as `writeCompiled` writes it */
  | { readonly kind: "file"; readonly compiled: Uint8Array; readonly identity: FileIdentity };

/** @throws when the bytes are damaged */
export function encodingOf(setup: TokenSetup): Encoding {
  if (setup.kind === "builtIn") return createEncoding(builtInEncoding(setup.id), setup.vocabulary);
  return finish(fileEncodingSteps(readCompiled(setup.compiled), setup.identity));
}

/** `lastSafeCut` of the encoding, which only one from a file is made for. */
export function cutsOf(setup: TokenSetup): (text: string) => number {
  if (setup.kind === "file") return encodingOf(setup).lastSafeCut;
  const { specialTokens } = builtInEncoding(setup.id);
  return (text) => lastSafeCut(text, specialTokens);
}
