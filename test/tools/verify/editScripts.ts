/** Random edit scripts: a text and changes of one or several edits each. Law: the updated document holds what a document made afresh holds. */
import type { TextEdit } from "../../../src/core/text/edit.ts";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import type { SpecialTokenPolicy } from "../../../src/core/tokens/specialTokens.ts";
import type { TokenizedText, tokenizeText } from "../../../src/core/tokens/document/tokenizedText.ts";
import { seededRandom, type SeededRandom } from "../bench/seededRandom.ts";
import type { TextGenerator } from "./generatedText.ts";
import { literal, shrinkList, shrinkText } from "./shrink.ts";
import { difference } from "./textCheck.ts";

export interface EditScript {
  readonly text: string;
  readonly policy: SpecialTokenPolicy;
  /** Each change: edits in coordinates of the text before it, ascending, apart from each other. */
  readonly changes: readonly (readonly TextEdit[])[];
}

const typed = [..." \n\t'aAs1.<|>é中😀\u0301\u0085\ufeff\0", "\r\n", "'s", "\ud83d", "\ude00", "  ", "<|endoftext|>", "endof", "text|>"];

function change(random: SeededRandom, length: number, near: number, generator: TextGenerator): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let left = random.chance(80) ? 1 : 2 + random.below(4), earliest = 0; left > 0 && earliest <= length; left--) {
    const anywhere = earliest + random.below(length - earliest + 1);
    const from = random.chance(40) && near >= earliest && near <= length ? Math.min(length, near + random.below(4)) : anywhere;
    const width = random.chance(45) ? 0 : random.chance(80) ? random.below(6) : random.below(300);
    const to = Math.min(length, from + width);
    const insert = random.chance(55)
      ? random.pick(typed)
      : random.chance(50)
        ? ""
        : generator.fragmentsOf(random, 1 + random.below(3)).join("");
    edits.push({ from, to, insert });
    earliest = to + 1;
  }
  return edits;
}

/** Script number `index` of a seed. Most texts are short; some are long enough for a document of many chunks. */
export function editScriptAt(seed: number, index: number, generator: TextGenerator): EditScript {
  const random = seededRandom(Math.imul(seed, 0x85ebca6b) ^ index);
  const fragmentCount = random.chance(85) ? random.below(40) : random.chance(80) ? 300 : 2000;
  const text = generator.fragmentsOf(random, fragmentCount).join("");
  const changes: TextEdit[][] = [];
  let { length } = text;
  let near = random.below(length + 1);
  for (let left = 1 + random.below(8); left > 0; left--) {
    const edits = change(random, length, near, generator);
    changes.push(edits);
    near = edits[0]?.from ?? 0;
    length += edits.reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0);
  }
  return { text, policy: random.chance(60) ? "allow" : "text", changes };
}

/** The text after one change, written independently of the code under test. */
function applied(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight((current, { from, to, insert }) => current.slice(0, from) + insert + current.slice(to), text);
}

/** Places that lie in the text and do not overlap, whatever was dropped before: what shrinking needs. */
function fitted(edits: readonly TextEdit[], length: number): TextEdit[] {
  const fitting: TextEdit[] = [];
  let earliest = 0;
  for (const { from, to, insert } of edits) {
    const start = Math.max(earliest, Math.min(from, length));
    if (start > length) break;
    const end = Math.max(start, Math.min(to, length));
    fitting.push({ from: start, to: end, insert });
    earliest = end + 1;
  }
  return fitting;
}

/** Compares one document with the text it must hold. */
function documentDifference(document: TokenizedText, encoding: Encoding, text: string, random: SeededRandom): string | undefined {
  const { ids, ends } = encoding.encodeWithEnds(text, document.policy);
  if (document.length !== text.length) return `length ${document.length}, expected ${text.length}`;
  if (document.tokenCount !== ids.length)
    return `${document.tokenCount} tokens, expected ${ids.length}: ${difference(document.ids(), ids)}`;
  const found = difference(document.ids(), ids) ?? difference(document.ends(), ends);
  if (found !== undefined) return found;
  if (document.slice(0, text.length) !== text) return "slice() does not give the text";
  const byteLength = new TextEncoder().encode(text).length;
  if (document.byteLength !== byteLength) return `byteLength ${document.byteLength}, expected ${byteLength}`;
  return ids.length === 0 ? undefined : tokenDifference(document, ids, ends, random);
}

/** Questions about a few places, answered from the lists of all ids and ends. */
function tokenDifference(document: TokenizedText, ids: Int32Array, ends: Int32Array, random: SeededRandom): string | undefined {
  const index = random.below(ids.length);
  const token = document.tokenAt(index);
  const from = index === 0 ? 0 : ends[index - 1];
  if (token.id !== ids[index] || token.from !== from || token.to !== ends[index])
    return `tokenAt(${index}) is ${JSON.stringify(token)}, expected id ${ids[index]} at ${from} … ${ends[index]}`;
  const offset = random.below(document.length);
  const at = document.tokenIndexAt(offset);
  const expected = ends.findIndex((end) => end > offset);
  if (at !== expected) return `tokenIndexAt(${offset}) is ${at}, expected ${expected}`;
  if (token.byteFrom === token.byteTo) return undefined; // of a stretch that was normalized: the bytes there are another token's
  const atByte = document.tokenIndexAtByte(token.byteFrom);
  return atByte === index ? undefined : `tokenIndexAtByte(${token.byteFrom}) is ${atByte}, expected ${index}`;
}

/** The first thing that does not hold, described; undefined if the law holds after every change, and the first document is unchanged. */
export function scriptFailure(encoding: Encoding, tokenize: typeof tokenizeText, script: EditScript): string | undefined {
  const random = seededRandom(script.text.length);
  try {
    const first = tokenize(encoding, script.text, script.policy);
    const atFirst = documentDifference(first, encoding, script.text, random);
    if (atFirst !== undefined) return `before any change: ${atFirst}`;
    let document = first;
    let { text } = script;
    for (const [at, edits] of script.changes.entries()) {
      const fitting = fitted(edits, text.length);
      document = document.update(fitting);
      text = applied(text, fitting);
      const found = documentDifference(document, encoding, text, random);
      if (found !== undefined) return `after change ${at + 1}: ${found}`;
    }
    const after = documentDifference(first, encoding, script.text, random);
    return after === undefined ? undefined : `the first document, after the others were made: ${after}`;
  } catch (error) {
    return `an exception: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** A small script that still fails. */
export function shrinkScript(script: EditScript, fails: (script: EditScript) => boolean): EditScript {
  let current = script;
  current = { ...current, changes: shrinkList(current.changes, (changes) => fails({ ...current, changes })) };
  for (const at of current.changes.keys()) {
    const withEdits = (edits: readonly TextEdit[]): EditScript => ({ ...current, changes: current.changes.with(at, edits) });
    const edits = shrinkList(current.changes[at] ?? [], (list) => fails(withEdits(list)));
    current = withEdits(edits);
    for (const [number, edit] of edits.entries()) {
      const insert = shrinkText([edit.insert], (text) =>
        fails(withEdits((current.changes[at] ?? []).with(number, { ...edit, insert: text }))),
      );
      current = withEdits((current.changes[at] ?? []).with(number, { ...edit, insert }));
    }
  }
  // Text is dropped with the edits moved along, from both ends and around the changes.
  for (let size = current.text.length >> 1; size >= 1; size >>= 1) {
    for (let from = 0; from < current.text.length;) {
      const to = Math.min(current.text.length, from + size);
      const moved = (position: number): number => (position <= from ? position : Math.max(from, position - (to - from)));
      const shorter: EditScript = {
        ...current,
        text: current.text.slice(0, from) + current.text.slice(to),
        changes: current.changes.map((edits) =>
          edits.map(({ from: start, to: end, insert }) => ({ from: moved(start), to: moved(end), insert })),
        ),
      };
      if (fails(shorter)) current = shorter;
      else from += size;
    }
  }
  return current;
}

export const describeScript = ({ text, policy, changes }: EditScript): string => {
  const edits = changes.map(
    (change) => `[${change.map(({ from, to, insert }) => `{ from: ${from}, to: ${to}, insert: ${literal(insert)} }`).join(", ")}]`,
  );
  return `policy "${policy}", text ${literal(text)}, changes ${edits.join(" then ")}`;
};
