/** Finds the special tokens of one text, in the order in which they stand. It remembers where it has looked, so that a text is searched once
 *  for each beginning of a token, however many there are. */
import { isSpace, isWord } from "./pattern/words.ts";
import type { SpecialTokenSet, SpecialTokenSpan } from "./specialTokens.ts";

export class TokenFinder {
  readonly #text: string;
  readonly #set: SpecialTokenSet;
  /** Where each beginning stands next; −1: nowhere. Undefined: not looked for. */
  readonly #next: (number | undefined)[];
  readonly #after: TokenFinder | undefined;
  #found: SpecialTokenSpan | undefined;
  /** `#found` is the first one from here on. */
  #foundFrom = -1;

  constructor(text: string, set: SpecialTokenSet) {
    this.#text = text;
    this.#set = set;
    this.#next = set.beginnings.map(() => undefined);
    this.#after = set.after === undefined ? undefined : new TokenFinder(text, set.after);
  }

  /** The first occurrence that starts in [from, to), of those that start together the longest. Ask in ascending order.
   *  @param from where the last one ended, or the start of the text */
  find(from: number, to = this.#text.length): SpecialTokenSpan | undefined {
    const first = this.#first(from, to);
    const second = this.#after?.find(from, Math.min(to, first?.from ?? to));
    if (second === undefined || (first !== undefined && second.to > first.from)) return first;
    return second;
  }

  #first(from: number, to: number): SpecialTokenSpan | undefined {
    if (this.#foundFrom < 0 || from < this.#foundFrom || (this.#found !== undefined && this.#found.from < from)) {
      this.#found = this.#search(from);
      this.#foundFrom = from;
    }
    return this.#found !== undefined && this.#found.from < to ? this.#found : undefined;
  }

  #search(from: number): SpecialTokenSpan | undefined {
    const { tokens, rules } = this.#set;
    for (let at = from; ;) {
      const token = this.#leftmost(at);
      if (token === undefined) return undefined;
      const end = token.from + token.text.length;
      const rule = rules?.get(token.text);
      at = end;
      if (rule?.isWord === true && (isWord(codeBefore(this.#text, token.from)) || isWord(this.#text.codePointAt(end)))) continue;
      if (rule?.mayEndAt?.(this.#text, end) === false) continue;
      return {
        token: token.text,
        id: tokens.get(token.text)!, // the tree holds the map's keys
        from: rule?.takesSpaceBefore === true ? spaceStart(this.#text, token.from, from) : token.from,
        to: rule?.takesSpaceAfter === true ? spaceEnd(this.#text, end) : end,
      };
    }
  }

  #leftmost(from: number): { readonly text: string; readonly from: number } | undefined {
    for (;;) {
      let nearest = -1;
      for (const [i, beginning] of this.#set.beginnings.entries()) {
        let at = this.#next[i];
        if (at === undefined || (at >= 0 && at < from)) this.#next[i] = at = this.#text.indexOf(beginning, from);
        if (at >= 0 && (nearest < 0 || at < nearest)) nearest = at;
      }
      if (nearest < 0) return undefined;
      const text = longestTokenAt(this.#text, this.#set, nearest);
      if (text !== undefined) return { text, from: nearest };
      from = nearest + 1;
    }
  }
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

function codeBefore(text: string, at: number): number | undefined {
  if (at === 0) return undefined;
  const code = text.codePointAt(at - 2);
  return code !== undefined && code > 0xffff ? code : text.charCodeAt(at - 1);
}

/** Where the white space before `at` starts, not before `from`. White space lies in the basic plane. */
function spaceStart(text: string, at: number, from: number): number {
  while (at > from && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

function spaceEnd(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++; // past the end: NaN, which is none
  return at;
}
