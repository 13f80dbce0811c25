/** How time grows on texts without a break: ours to 4 million characters, the peers as far as a second carries them; and edits in the middle of one. */
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { createOurs, loadEngine } from "./engineBuild.ts";
import { growthExponent, median, timeOnce } from "./measure.ts";
import { pathologicalTexts, type PathologicalText } from "./pathological.ts";
import { contestantsFor, instancesFor, ourName, type Encode } from "./peers.ts";
import { seededRandom, shuffled } from "./seededRandom.ts";
import { atMost, figure, table, type SectionResult, type Verdict } from "./report.ts";
import { progress, type BenchOptions, type Section } from "./section.ts";

const grownEncodings: readonly EncodingName[] = ["gpt2", "cl100k_base", "o200k_base"];
const largest = 4_000_000;
const largestOf = (quick: boolean): number => (quick ? largest / 4 : largest);
const smallestForFit = 125_000;

interface Point {
  readonly size: number;
  readonly ms: number;
}

/** Medians over fresh texts. Each repeat has a text of its own length and seed, so that nothing kept from an earlier one can answer. */
function pointAt(encode: Encode, text: PathologicalText, size: number, repeats: number): Point {
  const samples = Array.from({ length: repeats }, (_, repeat) => {
    const made = text.make(size - repeat, size + repeat);
    return timeOnce(() => encode(made));
  });
  return { size, ms: median(samples) };
}

/** Medians for each size. The sizes take turns, in a new order each round, so that a slow minute of the machine is no size's own. */
function ourGrowth(encode: Encode, text: PathologicalText, { quick }: BenchOptions): Point[] {
  const samples = new Map<number, number[]>();
  for (let size = smallestForFit; size <= largestOf(quick); size *= 2) samples.set(size, []);
  const random = seededRandom(smallestForFit);
  const rounds = quick ? 1 : 5;
  for (let round = 0; round < rounds; round++) {
    for (const size of shuffled([...samples.keys()], random)) samples.get(size)?.push(pointAt(encode, text, size - rounds * round, 1).ms);
  }
  return [...samples].map(([size, times]) => ({ size, ms: median(times) }));
}

/** Doubles from 1,000 characters until one run takes longer than the cap (so that the next would take seconds), fails, or a million is reached. */
function peerReach(encode: Encode, text: PathologicalText, capMs: number): { readonly last: Point; readonly failed: boolean } {
  let last: Point = { size: 0, ms: 0 };
  for (let size = 1000; size <= 1_024_000; size *= 2) {
    try {
      last = pointAt(encode, text, size, 1);
    } catch {
      return { last, failed: true };
    }
    if (last.ms > capMs) break;
  }
  return { last, failed: false };
}

function absoluteVerdicts(encoding: EncodingName, encode: Encode): Verdict[] {
  return [
    { name: "one letter", limit: 5 },
    { name: "random letters", limit: 40 },
  ].map(({ name, limit }) => {
    const text = pathologicalTexts.find((each) => each.name === name) as PathologicalText; // both are in the list
    const { ms } = pointAt(encode, text, 100_000, 11);
    return atMost(`${encoding}: 100,000 characters of ${name}`, limit, ms, " ms", "median of 11 different texts");
  });
}

/** Single letters typed and taken away all over one piece of a million. */
function editVerdicts(encoding: EncodingName): Verdict[] {
  const { tokenizeText } = loadEngine();
  const ours = createOurs(encoding);
  return ["one letter", "random letters"].map((name) => {
    const text = pathologicalTexts.find((each) => each.name === name) as PathologicalText; // both are in the list
    let document = tokenizeText(ours, text.make(1_000_000, 1), "text");
    const random = seededRandom(1_000_000);
    const times = Array.from({ length: 300 }, (_, at) => {
      const from = random.below(document.length);
      const edit = { from, to: from + (at % 2), insert: at % 2 === 0 ? document.slice(0, 1) : "" };
      return timeOnce(() => (document = document.update([edit])));
    }).slice(100); // the first ones compile the code
    const isEqual = document.ids().join() === ours.encode(document.slice(0, document.length), "text").join();
    const label = `${encoding}: an edit in one piece of a million characters of ${name}`;
    return atMost(
      label,
      2,
      isEqual ? median(times) : Number.NaN,
      " ms",
      `median of ${times.length}; the slowest ${figure(Math.max(...times))} ms`,
    );
  });
}

const sizeLabel = (size: number): string => (size >= 1_000_000 ? `${size / 1_000_000} M` : `${size / 1000} k`);

export const growthSection: Section = {
  name: "growth",
  title: "Texts without a break",
  async run(options): Promise<SectionResult> {
    const verdicts: Verdict[] = [];
    const parts = [
      "## Texts without a break",
      "Milliseconds by number of UTF-16 code units, medians over fresh texts; the exponent is the slope of log time over log size from 125 k on (1 is linear).",
    ];
    const ourPoints = new Map<string, Point[]>();
    for (const encoding of grownEncodings) {
      const encode = (await contestantsFor(encoding)
        .find(({ name }) => name === ourName)
        ?.create(encoding)) as Encode; // ours knows every encoding
      for (const text of pathologicalTexts) pointAt(encode, text, 60_000, 3); // compiles the code
      const rows = pathologicalTexts.map((text) => {
        progress(`  growth: ${encoding}, ${text.name}`);
        const points = ourGrowth(encode, text, options);
        ourPoints.set(`${encoding} ${text.name}`, points);
        return { name: text.name, points, exponent: growthExponent(points) };
      });
      const sizes = rows[0]?.points.map(({ size }) => sizeLabel(size)) ?? [];
      parts.push(
        `### ours, ${encoding}`,
        table(
          ["text", ...sizes, "exponent"],
          rows.map(({ name, points, exponent }) => [name, ...points.map(({ ms }) => figure(ms)), exponent.toFixed(2)]),
        ),
      );
      const worst = rows.toSorted((a, b) => b.exponent - a.exponent)[0];
      verdicts.push(
        atMost(
          `${encoding}: growth exponent to ${sizeLabel(largestOf(options.quick))} characters`,
          1.1,
          worst?.exponent ?? Number.NaN,
          "",
          `worst: ${worst?.name}`,
        ),
        ...absoluteVerdicts(encoding, encode),
        ...editVerdicts(encoding),
      );
    }
    parts.push(await peersTable("cl100k_base", options));
    return { markdown: parts.join("\n\n"), verdicts };
  },
};

/** Milliseconds at the largest size each peer was taken to. */
async function peersTable(encoding: EncodingName, { quick }: BenchOptions): Promise<string> {
  const contestants = (await instancesFor(encoding)).map(({ contestant, encode }) => ({ ...contestant, encode }));
  const cell = async (contestant: (typeof contestants)[number], text: PathologicalText): Promise<string> => {
    progress(`  growth: ${encoding}, ${text.name}, ${contestant.name}`);
    const { last, failed } = peerReach(contestant.encode, text, quick ? 60 : 250);
    if (failed) contestant.encode = await contestant.create(encoding); // a trap leaves a WebAssembly instance unusable
    return `${figure(last.ms)} ms at ${sizeLabel(last.size)}${failed ? ", then fails" : ""}`;
  };
  const rows: string[][] = [];
  for (const text of pathologicalTexts) {
    const row = [text.name];
    for (const contestant of contestants) row.push(await cell(contestant, text));
    rows.push(row);
  }
  const heading = `### everybody, ${encoding}: doubled from 1 k until one run took over ${quick ? 60 : 250} ms or 1,024 k was reached`;
  return `${heading}\n\n${table(["text", ...contestants.map(({ name }) => name)], rows)}`;
}
