/** Where a text is to be cut so that its beginning takes no more than so many tokens: for "the first N tokens" and for agents' budgets. */

/** A text with its tokens, as far as a cut needs it. */
export interface CuttableText {
  readonly tokenCount: number;
  /** Code units before the end of the token, at a whole character: the end of the last character that the tokens up to it complete. */
  endOf(token: number): number;
  /** How many tokens the beginning [0, to) has when it is encoded by itself. */
  countUpTo(to: number): number;
}

export interface Cut {
  /** The beginning is [0, to), in code units. */
  readonly to: number;
  /** Tokens of the beginning by itself. */
  readonly tokenCount: number;
}

/**
 * The longest beginning that ends after one of the text's tokens and takes at most `budget` tokens by itself. Cutting inside a piece of the
 * pre-tokenizer can change how its rest is merged, so the beginning is counted again, and shortened while it is too long.
 * @param budget a whole number, 0 or more
 */
export function cutToBudget(text: CuttableText, budget: number): Cut {
  for (let tokens = Math.min(budget, text.tokenCount); tokens > 0; tokens--) {
    const to = text.endOf(tokens - 1);
    const tokenCount = text.countUpTo(to);
    if (tokenCount <= budget) return { to, tokenCount };
  }
  return { to: 0, tokenCount: 0 };
}
