/** How the tokens of one row lie over each other in several encodings: which are the same in all of them, and which boundaries are not. */
import { spacedHex } from "../tokenText.ts";
import type { ComparedTokens } from "./comparedRows.ts";

/** A token in its row. */
export interface AlignedToken {
  /** [from, to) in code units from the row's start. */
  readonly from: number;
  readonly to: number;
  /** Every encoding has a token from here to there. */
  readonly isSame: boolean;
  /** It begins where some other encoding has no boundary. */
  readonly beginsAlone: boolean;
}

/** One list for each encoding. Where only one is there, nothing differs. */
export function alignedTokens(columns: readonly (ComparedTokens | null)[]): readonly (readonly AlignedToken[] | undefined)[] {
  const there = columns.filter((column) => column !== null);
  const keys = new Map(there.map((column) => [column, spanKeys(column)]));
  const spans = new Map(Array.from(keys, ([column, spans]) => [column, new Set(spans)]));
  const starts = new Map(
    there.map((column) => [column, new Set(column.ids.flatMap((_, at) => (isBoundary(column, at) ? startOf(column, at) : [])))]),
  );
  return columns.map((column) =>
    column?.ids.map((_, at) => {
      const others = there.filter((other) => other !== column);
      const from = startOf(column, at);
      const key = keys.get(column)?.[at] ?? "";
      return {
        from,
        to: column.ends[at] ?? from,
        isSame: others.every((other) => spans.get(other)?.has(key) === true),
        beginsAlone: isBoundary(column, at) && others.some((other) => starts.get(other)?.has(from) !== true),
      };
    }),
  );
}

const startOf = ({ ends }: ComparedTokens, at: number): number => (at === 0 ? 0 : (ends[at - 1] ?? 0));

/** Whether a token begins there: not the rest of one that began in a row before. */
const isBoundary = ({ isContinued }: ComparedTokens, at: number): boolean => at > 0 || !isContinued;

/** For each token of a column what it shares with the same token of another: its place, whether the row cuts it, and, of those that hold only a part of
 *  a character, their bytes and how many of the character's are before them. */
function spanKeys(column: ComparedTokens): readonly string[] {
  let bytesBefore = 0;
  return column.texts.map((text, at) => {
    const from = startOf(column, at);
    const to = column.ends[at] ?? from;
    const bytes = "text" in text ? "" : `${bytesBefore}: ${spacedHex(text.bytes)}`;
    bytesBefore = from < to || "text" in text ? 0 : bytesBefore + text.bytes.length;
    const cut = `${at === 0 && column.isContinued ? "<" : ""}${at === column.ids.length - 1 && column.goesOn ? ">" : ""}`;
    return `${from} ${to} ${bytes}${cut}`;
  });
}

/** Positions in a column of the tokens that hold a part of the characters [from, to). A token that holds only the beginning of a character is
 *  empty, and counts as being on it. */
export const tokensOver = (tokens: readonly AlignedToken[], from: number, to: number): readonly number[] =>
  tokens.flatMap((token, at) => (token.from < onCharacter(from, to) && onCharacter(token.from, token.to) > from ? [at] : []));

const onCharacter = (from: number, to: number): number => Math.max(to, from + 1);
