/** The patterns that a scanner is written for, under the names that encodings call them by: the regex as its makers write it for Rust, and
 *  the scanner whose pieces are its matches. */
import { namedLookBack } from "./lookAhead.ts";
import type { Pattern } from "./pattern.ts";
import type { PatternName } from "./patternName.ts";
import type { PreTokenizer } from "./preTokenizer.ts";
import { Automaton } from "./regex/automaton.ts";
import { type RegexCuts, regexCuts } from "./regex/regexCuts.ts";
import { regexScanner } from "./regex/scanRegex.ts";
import { scanCl100k } from "./scanCl100k.ts";
import { scanGpt2 } from "./scanGpt2.ts";
import { scanO200k } from "./scanO200k.ts";

interface NamedPattern {
  readonly regex: string;
  readonly scan: PreTokenizer;
}

const letter = String.raw`\p{L}`;
const upper = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const lower = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const prefix = String.raw`[^\r\n\p{L}\p{N}]?`;
const contraction = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)`;
const whitespace = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;

/** A pattern whose scanner only the core has: elsewhere its regex is followed. */
function slowly(regex: string): NamedPattern {
  let scan: PreTokenizer | undefined;
  return { regex, scan: (text, from, to, ends) => (scan ??= regexScanner(new Automaton(regex)))(text, from, to, ends) };
}

const named = {
  /** GPT-2, GPT-3, Codex. */
  gpt2: {
    regex: String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?${letter}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
    scan: scanGpt2,
  },
  /** GPT-3.5, GPT-4, Llama 3. */
  cl100k: {
    regex: String.raw`${contraction}|${prefix}${letter}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|${whitespace}`,
    scan: scanCl100k,
  },
  /** GPT-4o and later. */
  o200k: {
    regex: [
      `${prefix}${upper}*${lower}+${contraction}?`,
      `${prefix}${upper}+${lower}*${contraction}?`,
      String.raw`\p{N}{1,3}`,
      String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`,
      whitespace,
    ].join("|"),
    scan: scanO200k,
  },
  /** Qwen: cl100k's, but each number by itself. */
  qwen2: slowly(String.raw`${contraction}|${prefix}${letter}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|${whitespace}`),
  /** Mistral's tekken: o200k's without contractions, each number by itself. */
  tekken: slowly(
    [
      `${prefix}${upper}*${lower}+`,
      `${prefix}${upper}+${lower}*`,
      String.raw`\p{N}`,
      String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`,
      whitespace,
    ].join("|"),
  ),
} as const satisfies Readonly<Record<PatternName, NamedPattern>>;

export { patternNames, type PatternName } from "./patternName.ts";

export const patternOf = (name: PatternName): Pattern => ({
  name,
  scan: named[name].scan,
  lookBack: namedLookBack,
  mayStartWith: () => true,
  mayCut: (before, after) => cutsOf(name).isApart(before, after) && cutsOf(name).begins(after),
});

const allCuts = new Map<PatternName, RegexCuts>();

/** Made when it is first asked for. */
export function cutsOf(name: PatternName): RegexCuts {
  let cuts = allCuts.get(name);
  if (cuts === undefined) allCuts.set(name, (cuts = regexCuts(new Automaton(named[name].regex))));
  return cuts;
}

export const regexOf = (name: PatternName): string => named[name].regex;
