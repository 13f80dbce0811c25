/** The text under the lens as every surface shows it: what is known of it now, what is selected, and what changed since it was shown before. */
import { whyNone } from "../core/tokens/template.ts";
import type { Sentence } from "../core/sentence.ts";
import { addedTexts } from "./addedTexts.ts";
import type { TextChange } from "./answers.ts";
import type { ComparisonState } from "./compare/comparison.ts";
import type { TokenDescription } from "./describeToken.ts";
import type { Lens } from "./lens.ts";
import type { LiveSource } from "./sources/liveSource.ts";
import { textChange } from "./sources/textChange.ts";
import type { TokenService } from "./tokenService.ts";
import { type Awaitable, type TokenSource, whenThere } from "./sources/tokenSource.ts";

export type TextState =
  /** No text editor is open. */
  | { readonly kind: "none" }
  /** First pass under way; done is 0 … 1. */
  | { readonly kind: "tokenizing"; readonly name: string; readonly done: number }
  | { readonly kind: "failed"; readonly name: string; readonly message: string }
  | ReadyText;

/** What is said of a text beside its tokens. */
export interface TextFacts {
  /** The file's name, for headings. */
  readonly name: string;
  /** Of a tokenized file: how its ids are stored and how that is known, and what is wrong with them. */
  readonly note?: string | undefined;
  /** "Selection, Ln 3–8" when the lens looks at a part of the document. */
  readonly scopeLabel?: string | undefined;
  /** Special tokens found in the text while the policy is `error`. */
  readonly refusedSpecialTokens: number;
}

export interface ReadyText extends TextFacts {
  readonly kind: "ready";
  /** Another one for every change of the tokens; slices say which revision they belong to. */
  readonly revision: number;
  /** What changed since the state shown before; undefined: the tokens are the same ones, or all of them are new. */
  readonly change?: TextChange | undefined;
  readonly tokenCount: number;
  /** UTF-16 code units, the editor's unit; undefined with the next two: not counted, because the tokens are pages of a large file. */
  readonly charCount?: number | undefined;
  readonly byteCount?: number | undefined;
  /** Different ids in the text. */
  readonly distinctCount?: number | undefined;
  /** Rows of the token strip: see `TokenRow`. */
  readonly rowCount: number;
  /** Ids run from 0 to vocabSize − 1. */
  readonly vocabSize: number;
  /** What people call the encoding. */
  readonly encodingLabel: string;
  /** The start and end tokens that can be put around the text, or why there are none; absent where only tokens are known. */
  readonly added?: AddedState | undefined;
  /** How many end-of-text tokens the text has. */
  readonly endOfTextCount: number;
  /** Whether the text is there, and could be tokenized otherwise; of a tokenized file only the tokens are. */
  readonly isComparable: boolean;
  /** While the text is compared. */
  readonly comparison?: ComparisonState | undefined;
  /** The selected token; undefined when none is. */
  readonly selected?: TokenDescription | undefined;
}

export type AddedState =
  | { readonly kind: "tokens"; readonly names: readonly string[]; readonly isOn: boolean }
  | { readonly kind: "none"; readonly why: Sentence };

function addedState({ encoding, text }: TokenSource): AddedState | undefined {
  if (text === undefined) return undefined;
  const { template } = encoding.spec;
  return template.kind === "none"
    ? { kind: "none", why: whyNone(template, encoding.spec.label) }
    : { kind: "tokens", names: addedTexts(encoding, template), isOn: text.added !== undefined };
}

/** Up to this many new rows are sent with a change: more than an edit by hand makes, fewer than a screen of long lines has. */
const mostFreshRows = 32;

/** @param change what a view that knows another version must know; see `changeFor` */
export function readyText(service: TokenService, lens: Lens, facts: TextFacts, change: TextChange | undefined): Awaitable<ReadyText> {
  const { revision, tokenCount, counts, rows, encoding } = service.source;
  const state: ReadyText = {
    kind: "ready",
    ...facts,
    revision,
    change,
    tokenCount,
    charCount: counts?.charCount,
    byteCount: counts?.byteCount,
    distinctCount: counts?.distinctCount,
    rowCount: rows.rowCount,
    vocabSize: encoding.vocabulary.vocabSize,
    encodingLabel: encoding.spec.label,
    added: addedState(service.source),
    endOfTextCount: service.endOfTextCount(),
    isComparable: service.source.text !== undefined,
  };
  if (lens.selectedToken === null) return state;
  const selected = service.describe(lens.selectedToken, lens.windows);
  // A file that can't be read any more says so where its rows are asked for; the state is sent all the same.
  const given = selected instanceof Promise ? selected.catch(() => undefined) : selected;
  return whenThere(given, (token) => ({ ...state, selected: token }));
}

/**
 * What changed since the version that a view was shown last.
 * @param withRows the view shows rows: new ones are sent along where they are few, so that it need not ask
 */
export function changeFor(
  shown: LiveSource | undefined,
  source: LiveSource,
  service: TokenService,
  withRows: boolean,
): TextChange | undefined {
  if (shown === undefined || shown === source) return undefined;
  const change = textChange(shown, source);
  if (change === undefined || !withRows || change.rows.inserted > mostFreshRows) return change;
  const { from, inserted } = change.rows;
  const fresh = service.rows(from, from + inserted);
  return fresh instanceof Promise ? change : { ...change, freshRows: fresh.rows };
}
