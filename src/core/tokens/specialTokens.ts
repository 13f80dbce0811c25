/** Special tokens: matched as text before the pre-tokenizer sees it, anywhere, leftmost first. What they mean is a policy. */

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
export class SpecialTokenError extends Error {
  readonly token: string;
  readonly from: number;
  readonly to: number;

  constructor(span: SpecialTokenSpan) {
    super(
      `The text holds the special token ${span.token} at ${span.from}, and special tokens are set to "error". ` +
        `Remove it, or choose "allow" to encode it as one token or "text" to encode it as ordinary text.`,
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
}

/** The tokens that go on with one code unit after another. */
interface TokenTree {
  /** The token that ends here. */
  token: string | undefined;
  readonly next: Map<number, TokenTree>;
}

/** @param endOfText the text of the token that ends a document */
export function specialTokenSet(entries: Iterable<readonly [text: string, id: number]>, endOfText?: string): SpecialTokenSet {
  const tokens = new Map(entries);
  const tree: TokenTree = { token: undefined, next: new Map() };
  let longest = 0;
  for (const text of tokens.keys()) {
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
  return {
    tokens,
    ids: new Set(tokens.values()),
    firstUnits: new Set(tree.next.keys()),
    longest,
    endOfText: endOfText === undefined ? undefined : tokens.get(endOfText),
    beginnings: [...tree.next].map(([unit, node]) => commonBeginning(String.fromCharCode(unit), node)),
    tree,
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

/** The first occurrence that starts in [from, to) of the text, the longest of those that start there; or undefined. */
export function findSpecialToken(text: string, special: SpecialTokenSet, from: number, to = text.length): SpecialTokenSpan | undefined {
  const { beginnings, tokens } = special;
  let found: SpecialTokenSpan | undefined;
  for (const beginning of beginnings) {
    for (let at = text.indexOf(beginning, from); at >= 0 && at < (found?.from ?? to); at = text.indexOf(beginning, at + 1)) {
      const token = longestTokenAt(text, special, at);
      if (token !== undefined) found = { token, id: tokens.get(token)!, from: at, to: at + token.length }; // the tree holds the map's keys
    }
  }
  return found;
}

function longestTokenAt(text: string, { tree }: SpecialTokenSet, at: number): string | undefined {
  let token: string | undefined;
  let node = tree.next.get(text.charCodeAt(at));
  while (node !== undefined) {
    token = node.token ?? token;
    node = node.next.get(text.charCodeAt(++at)); // past the end: NaN, which is no key
  }
  return token;
}

/** Whether a token that begins before `at` may hold the text on both sides of it. */
export function mayHold(text: string, { firstUnits, longest, tree }: SpecialTokenSet, at: number): boolean {
  for (let from = Math.max(0, at - longest + 1); from < at; from++) {
    if (!firstUnits.has(text.charCodeAt(from))) continue;
    let node: TokenTree | undefined = tree;
    for (let i = from; i < at && node !== undefined; i++) node = node.next.get(text.charCodeAt(i));
    if (node !== undefined && node.next.size > 0) return true;
  }
  return false;
}
