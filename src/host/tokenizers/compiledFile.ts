/** A tokenizer's file, read and compiled: in a thread where there are any. */
import { type ErrorRecord, fromRecord } from "../../core/errors.ts";
import type * as vscode from "vscode";
import { finish } from "../../core/steps.ts";
import { compileTokenizerSteps, writeCompiled } from "../../core/tokens/files/compiledTokenizer.ts";
import { readTokenizerFile } from "../../core/tokens/files/readTokenizerFile.ts";
import { TokenizerFileError } from "../../core/tokens/files/tokenizerFile.ts";
import type { PatternName } from "../../core/tokens/pattern/patterns.ts";
import type { Platform } from "../platform/platform.ts";

export interface TokenizerSource {
  readonly bytes: Uint8Array;
  /** The file's name. */
  readonly name: string;
  /** For a file that names none. */
  readonly pattern: PatternName | undefined;
}

export type TokenizerReply =
  | { readonly kind: "done"; readonly compiled: Uint8Array }
  | { readonly kind: "failed"; readonly error: ErrorRecord };

/** The form for storage. Takes up to some seconds at once. @throws TokenizerFileError */
export const compiledForm = ({ bytes, name, pattern }: TokenizerSource): Uint8Array<ArrayBuffer> =>
  writeCompiled(finish(compileTokenizerSteps(readTokenizerFile(bytes, name, pattern))));

/** The form for storage. In the web host, which has no threads, all at once.
 *  @throws TokenizerFileError naming what is not followed; the signal's reason when it is aborted */
export async function compiledElsewhere(
  { threads }: Platform,
  script: vscode.Uri,
  source: TokenizerSource,
  signal: AbortSignal,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  if (threads === undefined) return compiledForm(source);
  const start = await threads.start(script);
  return new Promise<Uint8Array>((resolve, reject) => {
    const thread = start(source, {
      onMessage: (message) => {
        const reply = message as TokenizerReply; // our own worker's
        if (reply.kind === "done") resolve(reply.compiled);
        else reject(reply.error.name === "TokenizerFileError" ? new TokenizerFileError(reply.error.sentence) : fromRecord(reply.error));
        void thread.stop();
      },
      onEnd: reject,
    });
    signal.addEventListener("abort", () => {
      void thread.stop();
      reject(signal.reason as Error);
    });
  });
}
