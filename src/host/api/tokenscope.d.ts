/**
 * What Tokenscope gives to other extensions. Copy this file into yours; it depends on nothing.
 *
 *     const tokenscope = vscode.extensions.getExtension<TokenscopeApi>("tokenscope.tokenscope");
 *     const api = await tokenscope?.activate();
 *     const count = await api?.count("The cat sat.", { encoding: "gpt-4o" });
 *
 * Versions are semantic: what is here stays while the first number of `version` stays; new members raise the second.
 */
export interface TokenscopeApi {
  /** "1.2.0" */
  readonly version: string;

  /** The names that `encoding` options take, besides names of models. From 1.1.0 on also those of tokenizers' files: the entries of the
   *  setting `tokenscope.tokenizers`, and the files that the user opened. */
  readonly encodings: readonly string[];

  /** The encoding a model reads: "gpt-4o" → "o200k_base". Undefined: its tokenizer is not public, or the model is not known. */
  encodingOfModel(model: string): string | undefined;

  /** Ids with their places. Long texts are encoded in slices: the extension host goes on meanwhile. */
  encode(text: string, options: TokenscopeOptions): Promise<TokenscopeTokens>;

  /** How many tokens `encode` gives. */
  count(text: string, options: TokenscopeOptions): Promise<number>;

  /** The text of ids; bytes that are no UTF-8 become U+FFFD. Rejects with a RangeError that names the first id that is no token. */
  decode(ids: Iterable<number>, options: Pick<TokenscopeOptions, "encoding">): Promise<string>;

  /** The stride windows of so many tokens, as GPTDatasetV1 cuts them. Throws a RangeError for options that are no whole numbers from 1. */
  windows(tokenCount: number, options: TokenscopeWindowOptions): TokenscopeWindows;

  /** What the windows and batches use of so many tokens, and what they lose. */
  ledger(tokenCount: number, options: TokenscopeWindowOptions & TokenscopeBatchOptions): TokenscopeLedger;
}

export interface TokenscopeOptions {
  /** An encoding's name, a tokenizer's file's, or a model's: "gpt2", "o200k_base", "gpt-4o-mini". Rejects with a RangeError for any other. */
  readonly encoding: string;
  /** "allow" (default): a special token such as <|endoftext|> in the text is one token · "text": it is ordinary text. */
  readonly specialTokens?: "allow" | "text";
  /** From 1.2.0 on: whether the start and end tokens that a tokenizer's file names are put around the text, as Hugging Face's library does by
   *  that name. They have no text: a start token ends at 0. An encoding without such tokens has none added. Default: false. */
  readonly addSpecialTokens?: boolean;
  /** Ends the work; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface TokenscopeTokens {
  readonly ids: Int32Array;
  /** Where each token ends in the text, in UTF-16 code units: the last whole character it completes. Token i begins where i − 1 ends; one
   *  that holds only the beginning of a character is empty. */
  readonly ends: Int32Array;
}

export interface TokenscopeWindowOptions {
  /** Tokens per window. */
  readonly maxLength: number;
  /** Tokens from one window's start to the next one's. */
  readonly stride: number;
}

export interface TokenscopeBatchOptions {
  /** Windows per batch. */
  readonly batchSize: number;
  /** Whether a last batch with fewer windows is left out. */
  readonly dropLast: boolean;
}

export interface TokenscopeWindows {
  readonly count: number;
  /** Throws a RangeError when there is no such window. */
  at(index: number): TokenscopeWindow;
}

/** Token indexes [from, to); the targets are the same, one token later. */
export interface TokenscopeWindow {
  readonly inputs: { readonly from: number; readonly to: number };
  readonly targets: { readonly from: number; readonly to: number };
}

export interface TokenscopeLedger {
  readonly tokenCount: number;
  readonly windowCount: number;
  readonly batchCount: number;
  /** Windows in no batch because `dropLast` leaves out a short last one. */
  readonly lostWindowCount: number;
  /** Tokens that are in no window's inputs. */
  readonly neverInputCount: number;
  /** Tokens that are in no window's targets, the very first one aside: nothing is before it. */
  readonly neverTargetCount: number;
  /** The same two where only windows count that are in a batch. */
  readonly neverInputAfterDropLastCount: number;
  readonly neverTargetAfterDropLastCount: number;
}
