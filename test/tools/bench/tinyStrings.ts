/** Tiny strings, as the hover and the status bar send them: words, identifiers, lines. And what offsets and counts cost beside ids alone. */
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { createOurs, repository } from "./engineBuild.ts";
import { measureInTurns, median, ratio, spread, type Measured, type Timed } from "./measure.ts";
import { instancesFor, ourName } from "./peers.ts";
import { atLeast, figure, percent, table, times, type SectionResult, type Verdict } from "./report.ts";
import { progress, type BenchOptions, type Section } from "./section.ts";
import { seededRandom } from "./seededRandom.ts";
import { makeCorpus, textKinds } from "./texts.ts";

const timedEncodings: readonly EncodingName[] = ["gpt2", "cl100k_base", "o200k_base"];
const sizes = [
  { name: "words (3–12 characters)", least: 3, most: 12 },
  { name: "phrases (12–40)", least: 12, most: 40 },
  { name: "lines (40–120)", least: 40, most: 120 },
] as const;

/** Distinct strings cut from prose, code and many scripts, in equal parts. */
function tinyStrings(least: number, most: number, count: number): string[] {
  const random = seededRandom(least);
  const texts = (["prose", "code", "many scripts"] as const).map((kind) => makeCorpus(kind, 300_000, repository).text);
  const strings = new Set<string>();
  while (strings.size < count) {
    const text = random.pick(texts);
    const from = random.below(text.length - most);
    strings.add(text.slice(from, from + least + random.below(most - least)).toWellFormed());
  }
  return [...strings];
}

const everyOne = (strings: readonly string[], call: (text: string) => { readonly length: number } | number): (() => number) => {
  return () => {
    let sum = 0;
    for (const string of strings) {
      const result = call(string);
      sum += typeof result === "number" ? result : result.length;
    }
    return sum;
  };
};

const nanoseconds = (each: Measured): string => `${figure(1e9 / median(each.rates))} ±${percent(spread(each.rates))}`;

export const tinySection: Section = {
  name: "tiny",
  title: "Tiny strings",
  async run({ quick }): Promise<SectionResult> {
    const verdicts: Verdict[] = [];
    const parts = [
      "## Tiny strings",
      "Nanoseconds for one string, medians of rounds over 500 distinct strings of prose, code and many scripts; in brackets how much faster ours is.",
    ];
    for (const encoding of timedEncodings) {
      const contestants = await instancesFor(encoding);
      const engine = createOurs(encoding);
      const rows = [...contestants.map(({ contestant }) => [contestant.name]), [`${ourName}, count only`]];
      for (const { name, least, most } of sizes) {
        progress(`  tiny: ${encoding}, ${name}`);
        const strings = tinyStrings(least, most, 500);
        const timed: Timed[] = contestants.map(({ contestant, encode }) => ({
          name: contestant.name,
          run: everyOne(strings, encode),
          units: strings.length,
        }));
        timed.push({ name: "count", run: everyOne(strings, (text) => engine.countTokens(text, "text")), units: strings.length });
        const measured = measureInTurns(
          timed,
          quick ? { rounds: 3, roundMs: 5, warmUpMs: 30 } : { rounds: 15, roundMs: 20, warmUpMs: 200 },
        );
        const ours = measured[0] as Measured; // contestantsFor lists ours first
        for (const [at, each] of measured.entries()) {
          rows[at]?.push(each === ours || each.name === "count" ? nanoseconds(each) : `${nanoseconds(each)} (${times(ratio(ours, each))})`);
        }
        const peers = measured.slice(1, contestants.length);
        const best = peers.toSorted((a, b) => median(b.rates) - median(a.rates))[0] as Measured; // js-tiktoken knows every encoding
        verdicts.push(atLeast(`${encoding}: ${name}, fastest of the peers`, 1, ratio(ours, best), best.name));
      }
      parts.push(`### ${encoding}`, table(["ns per string", ...sizes.map(({ name }) => name)], rows));
    }
    return { markdown: parts.join("\n\n"), verdicts };
  },
};

export const offsetsSection: Section = {
  name: "offsets",
  title: "Offsets and counts",
  run({ quick }: BenchOptions): SectionResult {
    const verdicts: Verdict[] = [];
    const rows: string[][] = [];
    for (const encoding of timedEncodings) {
      const engine = createOurs(encoding);
      for (const kind of textKinds) {
        progress(`  offsets: ${encoding}, ${kind}`);
        const { text, byteLength } = makeCorpus(kind, quick ? 100_000 : 250_000, repository);
        const timed: Timed[] = [
          { name: "ids", run: () => engine.encode(text, "text"), units: byteLength },
          { name: "ends", run: () => engine.encodeWithEnds(text, "text"), units: byteLength },
          { name: "count", run: () => engine.countTokens(text, "text"), units: byteLength },
        ];
        const [ids, ends, count] = measureInTurns(
          timed,
          quick ? { rounds: 5, roundMs: 10, warmUpMs: 50 } : { rounds: 25, roundMs: 20, warmUpMs: 200 },
        ) as [Measured, Measured, Measured]; // one for each timed
        const overhead = ratio(ids, ends) - 1;
        rows.push([
          `${encoding}, ${kind}`,
          ...[ids, ends, count].map((each) => `${figure(median(each.rates) / 1e6)} ±${percent(spread(each.rates))}`),
          `${(overhead * 100).toFixed(1)} %`,
        ]);
        verdicts.push({
          what: `${encoding} ${kind}: offsets over ids alone`,
          target: "≤ 15 %",
          measured: `${(overhead * 100).toFixed(1)} %`,
          reached: overhead <= 0.15,
        });
      }
    }
    const markdown = [
      "## Offsets and counts",
      "MB/s, warm, 250,000 characters; the overhead is the median within a round.",
      table(["text", "ids", "ids, UTF-16 and byte ends", "count", "offsets cost"], rows),
    ].join("\n\n");
    return { markdown, verdicts };
  },
};
