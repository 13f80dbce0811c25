/** Edits in a document of 10 million characters: what one keystroke costs, beside tokenizing the document afresh; the slices of the first pass;
 *  and what the document holds in memory. */
import type { TextEdit } from "../../../src/core/text/edit.ts";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import type { TokenizedText } from "../../../src/core/tokens/document/tokenizedText.ts";
import { createOurs, loadEngine, repository } from "./engineBuild.ts";
import { median, quantile, timeOnce } from "./measure.ts";
import { figure, table, times, type SectionResult, type Verdict } from "./report.ts";
import { progress, type BenchOptions, type Section } from "./section.ts";
import { seededRandom, type SeededRandom } from "./seededRandom.ts";
import { makeCorpus } from "./texts.ts";

const editedEncodings: readonly EncodingName[] = ["gpt2", "cl100k_base", "o200k_base"];
const documentKinds = ["prose", "code", "minified, one line", "many scripts"] as const;
const typed = "The quick brown fox, 1984 jumps();\n  const naïve = { value: 42 };\n";

/** A document of exactly `length` code units: the corpus, repeated as often as it takes. */
function documentOf(kind: (typeof documentKinds)[number], length: number): string {
  const { text } = makeCorpus(kind === "minified, one line" ? "minified" : kind, length, repository);
  const part = kind === "minified, one line" ? text.replaceAll("\n", ";") : text;
  return part
    .repeat(Math.ceil(length / part.length))
    .slice(0, length)
    .toWellFormed();
}

/** Keystrokes: bursts of typing at one place, with backspaces, and between the bursts single changes all over the document. */
function* keystrokes(random: SeededRandom, lengthNow: () => number): Generator<TextEdit, never> {
  for (;;) {
    let cursor = random.below(lengthNow());
    const start = random.below(typed.length - 20);
    for (const character of typed.slice(start, start + 10 + random.below(10))) {
      yield { from: cursor, to: cursor, insert: character };
      cursor++;
      if (random.chance(10)) {
        cursor--;
        yield { from: cursor, to: cursor + 1, insert: "" };
      }
    }
    for (let left = 10; left > 0; left--) {
      const from = random.below(lengthNow() - 40);
      const to = random.chance(30) ? from + random.below(30) : random.chance(50) ? from + 1 : from;
      yield {
        from,
        to,
        insert: to === from ? random.pick([..." aeT1.;(\n", "\n\n", "  ", "é", "中", "😀"]) : random.chance(50) ? "" : "word",
      };
    }
  }
}

interface EditFigures {
  /** Milliseconds of whole passes, medians: ids alone, and a document with offsets. */
  readonly encodeMs: number;
  readonly tokenizeMs: number;
  /** Longest step of the sliced first pass, milliseconds: the median of three passes. */
  readonly longestStepMs: number;
  /** Milliseconds of each timed edit. */
  readonly edits: readonly number[];
  readonly pasteMs: number;
  readonly cursorsMs: number;
  readonly heldMegabytes: number;
  readonly isRight: boolean;
}

function held(): number {
  for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

function measureEdits(encoding: EncodingName, text: string, { quick }: BenchOptions): EditFigures {
  const { tokenizeText, tokenizeTextSteps } = loadEngine();
  const engine = createOurs(encoding);
  const passes = quick ? 1 : 3;
  const encodeMs = median(Array.from({ length: passes }, () => timeOnce(() => engine.encode(text, "allow").length)));
  const tokenizeMs = median(Array.from({ length: passes }, () => timeOnce(() => tokenizeText(engine, text, "allow").tokenCount)));
  const longestSteps = Array.from({ length: quick ? 1 : 3 }, () => {
    const steps = tokenizeTextSteps(engine, text, "allow");
    let longest = 0;
    for (;;) {
      let step: IteratorResult<number, TokenizedText> | undefined;
      const ms = timeOnce(() => (step = steps.next()));
      longest = Math.max(longest, ms);
      if (step?.done === true) return longest;
    }
  });

  const before = held();
  let document: TokenizedText = tokenizeText(engine, text, "allow");
  const heldMegabytes = held() - before;

  const random = seededRandom(text.length);
  const source = keystrokes(random, () => document.length);
  const [untimed, timed] = quick ? [50, 200] : [500, 4000];
  const edits: number[] = [];
  for (let at = 0; at < untimed + timed; at++) {
    const edit = source.next().value;
    const ms = timeOnce(() => (document = document.update([edit])));
    if (at >= untimed) edits.push(ms);
  }
  const middle = document.length >> 1;
  const pasted = text.slice(0, 1_000_000).toWellFormed();
  const pasteMs = timeOnce(() => (document = document.update([{ from: middle, to: middle, insert: pasted }])));
  const cursors = Array.from({ length: 100 }, (_, at): TextEdit => ({ from: at * 1000, to: at * 1000, insert: "x" }));
  const cursorsMs = timeOnce(() => (document = document.update(cursors)));

  const afresh = engine.encode(document.slice(0, document.length), "allow");
  const ids = document.ids();
  const isRight = ids.length === afresh.length && ids.every((id, at) => id === afresh[at]);
  return { encodeMs, tokenizeMs, longestStepMs: median(longestSteps), edits, pasteMs, cursorsMs, heldMegabytes, isRight };
}

const microseconds = (ms: number): string => figure(ms * 1000);

function verdictsOf(name: string, length: number, figures: EditFigures): Verdict[] {
  const p50 = quantile(figures.edits, 0.5);
  const p99 = quantile(figures.edits, 0.99);
  const cheaper = Math.min(figures.encodeMs, figures.tokenizeMs) / p50;
  return [
    {
      what: `${name}: edit in ${length / 1e6} M characters, p50`,
      target: "≤ 50 µs",
      measured: `${microseconds(p50)} µs`,
      reached: p50 <= 0.05,
    },
    {
      what: `${name}: edit in ${length / 1e6} M characters, p99`,
      target: "≤ 500 µs",
      measured: `${microseconds(p99)} µs`,
      reached: p99 <= 0.5,
    },
    { what: `${name}: full pass over median edit`, target: "≥ 1000×", measured: times(cheaper), reached: cheaper >= 1000 },
    {
      what: `${name}: longest step of a sliced first pass`,
      target: "≤ 16 ms",
      measured: `${figure(figures.longestStepMs)} ms`,
      reached: figures.longestStepMs <= 16,
    },
    {
      what: `${name}: edited document equals one made afresh`,
      target: "equal",
      measured: figures.isRight ? "equal" : "different",
      reached: figures.isRight,
    },
  ];
}

export const editsSection: Section = {
  name: "edits",
  title: "Edits",
  run(options): SectionResult {
    const length = options.quick ? 1_000_000 : 10_000_000;
    const verdicts: Verdict[] = [];
    const rows: string[][] = [];
    for (const encoding of editedEncodings) {
      for (const kind of documentKinds) {
        progress(`  edits: ${encoding}, ${kind}`);
        const figures = measureEdits(encoding, documentOf(kind, length), options);
        const { edits, encodeMs, tokenizeMs, longestStepMs, pasteMs, cursorsMs, heldMegabytes } = figures;
        rows.push([
          `${encoding}, ${kind}`,
          ...[0.5, 0.99, 1].map((fraction) => microseconds(quantile(edits, fraction))),
          figure(encodeMs),
          figure(tokenizeMs),
          times(Math.min(encodeMs, tokenizeMs) / quantile(edits, 0.5)),
          figure(longestStepMs),
          figure(pasteMs),
          figure(cursorsMs),
          figure(heldMegabytes),
        ]);
        verdicts.push(...verdictsOf(`${encoding} ${kind}`, length, figures));
      }
    }
    const markdown = [
      `## Edits in a document of ${length / 1e6} million characters`,
      "Keystrokes, backspaces, replaced words, line breaks: bursts at one place and single changes all over; each update timed alone, the first 500 not counted. Texts shorter than the document are repeated.",
      table(
        [
          "document",
          "p50 µs",
          "p99 µs",
          "max µs",
          "full pass, ids: ms",
          "full pass, document: ms",
          "full pass ÷ p50",
          "longest step of a sliced pass: ms",
          "paste of 1 M: ms",
          "100 cursors: ms",
          "document holds: MB",
        ],
        rows,
      ),
    ].join("\n\n");
    return { markdown, verdicts };
  },
};
