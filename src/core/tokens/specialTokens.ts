/** Special tokens: matched as text before the pre-tokenizer sees it, anywhere, leftmost first. What they mean is a policy. */
import { SentenceError } from "../errors.ts";
import { say } from "../sentence.ts";

/** "allow": one token, as tiktoken's `allowed_special="all"` · "text": encoded as ordinary text, as `encode_ordinary` · "error": refused. */
export type SpecialTokenPolicy = "allow" | "text" | "error";

/** One occurrence of a special token in a text, in code units. */
export interface SpecialTokenSpan {
  readonly token: string;
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/** Thrown by an encoding under the policy "error". */
export class SpecialTokenError extends SentenceError {
  readonly token: string;
  readonly from: number;
  readonly to: number;

  constructor(span: SpecialTokenSpan) {
    super(
      say`The text holds the special token ${span.token} at ${span.from}, and special tokens are set to "error". Remove it, or choose "allow" to encode it as one token or "text" to encode it as ordinary text.`,
    );
    this.name = "SpecialTokenError";
    this.token = span.token;
    this.from = span.from;
    this.to = span.to;
  }
}

/** The special tokens of an encoding. */
export interface SpecialTokenSet {
  /** Text → id. */
  readonly tokens: ReadonlyMap<string, number>;
  readonly ids: ReadonlySet<number>;
  /** The code units that tokens begin with. */
  readonly firstUnits: ReadonlySet<number>;
  /** Code units of the longest token; 0 when there is none. */
  readonly longest: number;
  /** The id of the token that ends a document; undefined when there is none. */
  readonly endOfText: number | undefined;
  /** Finds where a token may begin: what all tokens with the same first code unit begin with, for each of these. */
  readonly beginnings: readonly string[];
  /** The tokens by their code units. */
  readonly tree: TokenTree;
  /** What holds for single tokens; undefined: for none. */
  readonly rules: ReadonlyMap<string, TokenRule> | undefined;
  /** More tokens, found only in the text between those of this set. They are in `tokens`, `ids`, `firstUnits` and `longest` too. */
  readonly after: SpecialTokenSet | undefined;
  /** Those that are found under any policy, because they are not special but added to the vocabulary; undefined when there is none. */
  readonly always: SpecialTokenSet | undefined;
}

/** How a token matches, other than wherever its text stands. */
export interface TokenRule {
  /** Not beside what words are made of. */
  readonly isWord: boolean;
  /** It takes the white space before it, or after it, along. */
  readonly takesSpaceBefore: boolean;
  readonly takesSpaceAfter: boolean;
  /** Whether the text behind a place, at which the token ends, lets it stand there; undefined: any does. */
  readonly mayEndAt: ((text: string, end: number) => boolean) | undefined;
}

/** The tokens that go on with one code unit after another. */
interface TokenTree {
  /** The token that ends here. */
  token: string | undefined;
  readonly next: Map<number, TokenTree>;
}

interface SpecialTokenOptions {
  /** The text of the token that ends a document. */
  readonly endOfText?: string | undefined;
  readonly rules?: ReadonlyMap<string, TokenRule> | undefined;
  readonly after?: SpecialTokenSet | undefined;
  readonly always?: SpecialTokenSet | undefined;
}

export function specialTokenSet(
  entries: Iterable<readonly [text: string, id: number]>,
  { endOfText, rules, after, always }: SpecialTokenOptions = {},
): SpecialTokenSet {
  const own = new Map(entries);
  const tree: TokenTree = { token: undefined, next: new Map() };
  let longest = after?.longest ?? 0;
  for (const text of own.keys()) {
    let node = tree;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      let next = node.next.get(unit);
      if (next === undefined) node.next.set(unit, (next = { token: undefined, next: new Map() }));
      node = next;
    }
    node.token = text;
    longest = Math.max(longest, text.length);
  }
  const tokens = new Map([...(after?.tokens ?? []), ...own]);
  return {
    tokens,
    ids: new Set(tokens.values()),
    firstUnits: new Set([...tree.next.keys(), ...(after?.firstUnits ?? [])]),
    longest,
    endOfText: endOfText === undefined ? undefined : tokens.get(endOfText),
    beginnings: [...tree.next].map(([unit, node]) => commonBeginning(String.fromCharCode(unit), node)),
    tree,
    rules,
    after,
    always,
  };
}

/** What all tokens below a node begin with. */
function commonBeginning(text: string, node: TokenTree): string {
  while (node.token === undefined && node.next.size === 1) {
    const [unit, next] = [...node.next][0]!; // it has one
    text += String.fromCharCode(unit);
    node = next;
  }
  return text;
}

/** Whether a token that begins before `at` may hold the text on both sides of it. */
export function mayHold(text: string, { firstUnits, longest, tree, rules, after }: SpecialTokenSet, at: number): boolean {
  if (after !== undefined && mayHold(text, after, at)) return true;
  for (let from = Math.max(0, at - longest + 1); from < at; from++) {
    if (!firstUnits.has(text.charCodeAt(from))) continue;
    let node: TokenTree | undefined = tree;
    for (let i = from; i < at && node !== undefined; i++) node = node.next.get(text.charCodeAt(i));
    if (node !== undefined && (node.next.size > 0 || (node.token !== undefined && rules?.get(node.token) !== undefined))) return true;
  }
  return false;
}

/** The tokens that are found in a text under a policy; undefined: none. Under "error" a text is encoded as under "text" where it is shown. */
export const foundUnder = (policy: SpecialTokenPolicy, set: SpecialTokenSet): SpecialTokenSet | undefined =>
  policy === "allow" ? set : set.always;
