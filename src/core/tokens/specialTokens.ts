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

/** What every special token starts with, so that one search finds all candidates. */
export const specialTokenStart = "<|";

/** Code units of the longest special token, `<|endofprompt|>`; none is longer in any encoding. */
export const longestSpecialToken = 15;

/** The first occurrence that starts in [from, to) of the text, or undefined. */
export function findSpecialToken(
  text: string,
  specialTokens: ReadonlyMap<string, number>,
  from: number,
  to = text.length,
): SpecialTokenSpan | undefined {
  for (let at = text.indexOf(specialTokenStart, from); at >= 0 && at < to; at = text.indexOf(specialTokenStart, at + 1)) {
    for (const [token, id] of specialTokens) if (text.startsWith(token, at)) return { token, id, from: at, to: at + token.length };
  }
  return undefined;
}
