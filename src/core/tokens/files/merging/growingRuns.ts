/** Runs of one character (spaces, mostly) whose longer tokens rank before shorter ones, as Gemma has them: such a run grows from the left, one
 *  character at a time, until no longer token is there. They come before all other merges, and are cut where they cannot grow (see
 *  neighbours.ts); what is cut is a token as it stands. */
import { say } from "../../../sentence.ts";
import { characterWidth } from "../../pattern/characterClass.ts";
import { spaceMarkBytes } from "../spaces.ts";
import { TokenizerFileError } from "../tokenizerFile.ts";
import type { FileMerges, FileToken } from "../tokenizerFile.ts";

/** The tokens of a run: of one character, of two, and so on. */
interface Run {
  readonly character: string;
  readonly ids: readonly number[];
}

type Pairs = Extract<FileMerges, { kind: "pairs" }>;

/** @throws TokenizerFileError where they rank in another way */
export function growingRuns(tokens: readonly FileToken[], merges: Pairs, neverMerged: ReadonlySet<number>): readonly Run[] {
  const first = tokens.find(({ id }) => id === merges.left[0])?.bytes ?? "";
  const characters = new Set([firstCharacter(first), spaceMarkBytes]);
  return [...characters].flatMap((character) => growingRun(character, tokens, merges, neverMerged) ?? []);
}

/** The bytes of the character that a token begins with. */
const firstCharacter = (bytes: string): string => bytes.slice(0, bytes === "" ? 0 : characterWidth(bytes.charCodeAt(0)));

function growingRun(
  character: string,
  tokens: readonly FileToken[],
  { left, right, merged }: Pairs,
  neverMerged: ReadonlySet<number>,
): Run | undefined {
  if (character === "") return undefined;
  const { lengths, ids: idOfLength } = runsOf(character, tokens);
  const single = idOfLength.get(1);
  if (single === undefined) return undefined;
  const pairs = new Set<string>();
  const firstRank = new Map<number, number>();
  let lastRunRank = -1;
  let firstOtherRank = Infinity;
  let isApart = true; // no run of two and more merges with anything else
  for (let rank = 0; rank < merged.length; rank++) {
    const [leftLength, rightLength] = [lengths[left[rank]!] ?? 0, lengths[right[rank]!] ?? 0];
    if (leftLength === 0 && rightLength === 0) continue;
    const id = merged[rank]!;
    if (leftLength > 0 && rightLength > 0 && !neverMerged.has(id)) {
      pairs.add(`${leftLength} ${rightLength}`);
      if (!firstRank.has(id)) firstRank.set(id, rank);
      lastRunRank = rank;
    } else {
      firstOtherRank = Math.min(firstOtherRank, rank);
      isApart &&= leftLength <= 1 && rightLength <= 1;
    }
  }
  const ids = [single];
  for (let id; (id = idOfLength.get(ids.length + 1)) !== undefined && firstRank.has(id);) ids.push(id);
  const most = ids.length;
  const isDescending = most > 2 && ids.every((id, i) => i < 2 || firstRank.get(id)! < firstRank.get(ids[i - 1]!)!);
  if (!isDescending) return undefined;
  const isComplete = firstRank.size === most - 1 && pairs.size === (most * (most - 1)) / 2;
  if (!isComplete || !isApart || lastRunRank > firstOtherRank)
    throw new TokenizerFileError(say`The merges of runs of ${JSON.stringify(character)} rank in a way that is not followed.`);
  return { character, ids };
}

/** The tokens that are runs of one character: how many of it the token with an id is, 0 where it is none, and the ids by that. */
function runsOf(
  character: string,
  tokens: readonly FileToken[],
): { readonly lengths: Uint16Array; readonly ids: ReadonlyMap<number, number> } {
  const lengths = new Uint16Array(tokens.reduce((largest, { id }) => Math.max(largest, id), 0) + 1);
  const ids = new Map<number, number>();
  for (const { bytes, id } of tokens) {
    if (!bytes.startsWith(character)) continue;
    const length = bytes.length / character.length;
    if (!Number.isInteger(length) || bytes !== character.repeat(length)) continue;
    lengths[id] = length;
    ids.set(length, id);
  }
  return { lengths, ids };
}
