/** Ids before speed: every contestant against tiktoken's WebAssembly build, on the texts that are timed and on short awkward ones. */
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { repository } from "./engineBuild.ts";
import { instancesFor, ourName, referenceName, type Contestant, type Encode } from "./peers.ts";
import { table, type SectionResult, type Verdict } from "./report.ts";
import { progress, type BenchOptions, type Section } from "./section.ts";
import { makeCorpus, slicesOf, textKinds } from "./texts.ts";

/** Short strings on which some tokenizer is known to go wrong, with the name they have in the table. */
const awkward: readonly { readonly name: string; readonly text: string }[] = [
  { name: "U+0085", text: "a \u0085 b \u0085\u0085\n c" },
  { name: "U+FEFF", text: "\uFEFFint main \uFEFF x" },
  { name: "NUL", text: "a\0\0b \0" },
  { name: "U+017F", text: "it'ſ IT'ſ" },
  { name: "upper-case contractions", text: "I'LL DON'T YOU'RE We'Ve" },
  { name: "lone surrogate", text: "a\uD800b \uDFFF" },
  { name: "hasOwnProperty", text: "hasOwnProperty" },
  { name: "__proto__", text: "__proto__ constructor toString" },
  { name: "space runs", text: "a  b   \n\n  c \t\t d    " },
  { name: "digit runs", text: "1234567890 ١٢٣٤٥ ½²³" },
  { name: "split emoji", text: "👩‍👩‍👧‍👦🏳️‍🌈🫠" },
  { name: "empty", text: "" },
];

export const sameIds = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** True if the call gives these ids; false if others, or if it throws. */
export function givesIds(encode: Encode, text: string, expected: ArrayLike<number>): boolean {
  try {
    return sameIds(encode(text), expected);
  } catch {
    return false;
  }
}

interface Findings {
  readonly contestant: Contestant;
  /** Slices of timed text with wrong ids, by kind of text. */
  readonly wrongSlices: Readonly<Record<string, number>>;
  readonly wrongAwkward: readonly string[];
}

const checkedLength = 1_000_000;
const sliceLength = 20_000;

async function compare(encoding: EncodingName, { quick }: BenchOptions): Promise<{ findings: Findings[]; slices: number }> {
  const contestants = await instancesFor(encoding);
  const reference = contestants.find(({ contestant }) => contestant.name === referenceName)?.encode;
  if (reference === undefined)
    throw new Error(`No reference for ${encoding}: tiktoken must know every encoding. Reinstall with npm run bench -- --install.`);
  const texts = textKinds.map((kind) => {
    const slices = slicesOf(makeCorpus(kind, quick ? checkedLength / 10 : checkedLength, repository).text, sliceLength);
    return { kind, slices: slices.map((text) => ({ text, ids: reference(text) })) };
  });
  const findings = contestants.map(({ contestant, encode }): Findings => {
    progress(`  ids: ${encoding}, ${contestant.name}`);
    const wrongSlices: Record<string, number> = {};
    for (const { kind, slices } of texts) wrongSlices[kind] = slices.filter(({ text, ids }) => !givesIds(encode, text, ids)).length;
    const wrongAwkward = awkward.filter(({ text }) => !givesIds(encode, text, reference(text))).map(({ name }) => name);
    return { contestant, wrongSlices, wrongAwkward };
  });
  return { findings, slices: texts.reduce((sum, { slices }) => sum + slices.length, 0) };
}

export const idsSection: Section = {
  name: "ids",
  title: "Ids",
  async run(options): Promise<SectionResult> {
    const verdicts: Verdict[] = [];
    const parts = [
      "## Ids",
      "Wrong slices of 20,000 characters of the timed texts, and short awkward strings with wrong ids or an exception; the reference is tiktoken's WebAssembly build.",
    ];
    for (const encoding of ["gpt2", "cl100k_base", "o200k_base"] as const) {
      const { findings, slices } = await compare(encoding, options);
      const rows = findings.map(({ contestant, wrongSlices, wrongAwkward }) => [
        contestant.name,
        contestant.version,
        ...textKinds.map((kind) => String(wrongSlices[kind])),
        wrongAwkward.join(", ") || "–",
      ]);
      parts.push(`### ${encoding} (${slices} slices)`, table(["tokenizer", "version", ...textKinds, "awkward strings wrong"], rows));
      const mine = findings.find(({ contestant }) => contestant.name === ourName);
      const wrong =
        mine === undefined ? Number.NaN : Object.values(mine.wrongSlices).reduce((sum, count) => sum + count, mine.wrongAwkward.length);
      verdicts.push({
        what: `${encoding}: ids equal to tiktoken's`,
        target: "0 wrong",
        measured: `${wrong} wrong of ${slices + awkward.length} texts`,
        reached: wrong === 0,
      });
    }
    return { markdown: parts.join("\n\n"), verdicts };
  },
};
