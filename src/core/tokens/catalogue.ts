/** The encodings that come with the extension: one row each, in the order in which they are offered. To add one of a pattern that is there,
 *  add its row here and its ranks to .config/vocabularies.mjs. */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import type { EncodingId, BuiltInSpec } from "./encodingSpec.ts";
import type { PatternName } from "./pattern/patterns.ts";
import { type SpecialTokenSet, specialTokenSet } from "./specialTokens.ts";
import { builtInTemplate } from "./template.ts";

interface Row {
  readonly name: string;
  readonly usedBy: string;
  readonly pattern: PatternName;
  readonly ranks: string;
  readonly specialTokens: () => readonly (readonly [text: string, id: number])[];
}

const endOfText = "<|endoftext|>";

/** The tokens of the chat format that have a name, by their ids; the others from 200000 to 201087 are reserved. The id 200018 has two names. */
const harmonyNames: ReadonlyMap<number, string> = new Map([
  [200002, "return"],
  [200003, "constrain"],
  [200005, "channel"],
  [200006, "start"],
  [200007, "end"],
  [200008, "message"],
  [200012, "call"],
]);
const harmonyTokens = (): readonly (readonly [string, number])[] =>
  Array.from({ length: 1088 }, (_, i) => 200000 + i).map((id) => [`<|${harmonyNames.get(id) ?? `reserved_${id}`}|>`, id]);

const rows: readonly Row[] = [
  { name: "gpt2", usedBy: "GPT-2", pattern: "gpt2", ranks: "gpt2", specialTokens: () => [[endOfText, 50256]] },
  { name: "r50k_base", usedBy: "GPT-3 davinci", pattern: "gpt2", ranks: "gpt2", specialTokens: () => [[endOfText, 50256]] },
  { name: "p50k_base", usedBy: "Codex, text-davinci-003", pattern: "gpt2", ranks: "p50k_base", specialTokens: () => [[endOfText, 50256]] },
  {
    name: "p50k_edit",
    usedBy: "text-davinci-edit-001",
    pattern: "gpt2",
    ranks: "p50k_base",
    specialTokens: () => [
      [endOfText, 50256],
      ["<|fim_prefix|>", 50281],
      ["<|fim_middle|>", 50282],
      ["<|fim_suffix|>", 50283],
    ],
  },
  {
    name: "cl100k_base",
    usedBy: "GPT-3.5, GPT-4",
    pattern: "cl100k",
    ranks: "cl100k_base",
    specialTokens: () => [
      [endOfText, 100257],
      ["<|fim_prefix|>", 100258],
      ["<|fim_middle|>", 100259],
      ["<|fim_suffix|>", 100260],
      ["<|endofprompt|>", 100276],
    ],
  },
  {
    name: "o200k_base",
    usedBy: "GPT-4o, o1, GPT-5",
    pattern: "o200k",
    ranks: "o200k_base",
    specialTokens: () => [
      [endOfText, 199999],
      ["<|endofprompt|>", 200018],
    ],
  },
  {
    name: "o200k_harmony",
    usedBy: "gpt-oss",
    pattern: "o200k",
    ranks: "o200k_base",
    specialTokens: () => [["<|startoftext|>", 199998], [endOfText, 199999], ["<|endofprompt|>", 200018], ...harmonyTokens()],
  },
];

export const builtInEncodings: readonly BuiltInSpec[] = rows.map(({ name, usedBy, pattern, ranks, specialTokens }) => {
  let made: SpecialTokenSet | undefined;
  return {
    id: name,
    label: name,
    usedBy,
    pattern,
    ranks,
    /** Made when it is first asked for: some encodings have a thousand, and the table is read where only names are wanted. */
    get specialTokens() {
      return (made ??= specialTokenSet(specialTokens(), { endOfText }));
    },
    tiktokenName: name,
    template: builtInTemplate,
  };
});

/** For schemas, which need the ids as a tuple that is not empty. */
export const builtInIds: readonly EncodingId[] = builtInEncodings.map(({ id }) => id);

export const findBuiltIn = (id: EncodingId): BuiltInSpec | undefined => builtInEncodings.find((spec) => spec.id === id);

/** @throws RangeError when there is no such encoding */
export function builtInEncoding(id: EncodingId): BuiltInSpec {
  const found = findBuiltIn(id);
  if (found === undefined) throw rangeError(say`There is no encoding "${id}". Choose one of ${builtInIds.join(", ")}.`);
  return found;
}
