/**
 * Any list of tokens that questions are asked about: a live text, a tokenized file read a page at a time, a text that an agent's tool was
 * given. What a source does not know it leaves out; tokenService.ts answers from what there is.
 */
import type { Encoding } from "../../core/tokens/encoding.ts";
import type { TokenizedText } from "../../core/tokens/document/tokenizedText.ts";
import type { TokenRowsIndex } from "./tokenRows.ts";

/** There now where that costs nothing, later where it must be read first. */
export type Awaitable<Value> = Value | Promise<Value>;

export interface TokenSource {
  /** Another one for each change of the tokens; answers say which revision they belong to. */
  readonly revision: number;
  readonly encoding: Encoding;
  readonly tokenCount: number;
  readonly rows: TokenRowsIndex;
  /** Counted whole; undefined: not (yet), because counting would read a large file. */
  readonly counts: SourceCounts | undefined;
  /** The text that the tokens were made of; undefined where only the tokens are known. */
  readonly text: TokenizedText | undefined;
  /** Where a code unit of the text is in the editor, 1-based; undefined where there are no lines. */
  readonly placeOf: ((unit: number) => Place) | undefined;
  /** The ids of the tokens [from, to), clipped to the source. */
  ids(from: number, to: number): Awaitable<Int32Array>;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface SourceCounts {
  /** UTF-16 code units, the editor's unit. */
  readonly charCount: number;
  readonly byteCount: number;
  /** Different ids. */
  readonly distinctCount: number;
  /** Tokens whose id the vocabulary does not have. */
  readonly foreignCount: number;
  /** How often an id occurs. */
  of(id: number): number;
}

/** Long work calls it between pieces of a few milliseconds: it lets others go first when it is their turn. @throws the signal's reason when aborted */
export type Pause = (signal: AbortSignal) => Promise<void>;

/** The same question to a value that is there and to one that comes. */
export const whenThere = <Value, Result>(value: Awaitable<Value>, use: (value: Value) => Result): Awaitable<Awaited<Result>> =>
  (value instanceof Promise ? value.then(use) : use(value)) as Awaitable<Awaited<Result>>; // `use` may itself be late: a promise of it is one promise
