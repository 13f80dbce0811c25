/** The two long lists of a tokenizer.json, `vocab` and `merges` of its `model`, read from the bytes of the file: as values they would be half a
 *  million strings, and take longer than all the rest. What is left is small, and read by `JSON.parse`.
 *
 *  A file that is not written as JSON writes it, or says something twice, is no matter for this: see `readTokenizerJson`. */
import { JsonBytes, mark } from "./jsonBytes.ts";
import { isRecord, type JsonRecord } from "./jsonShape.ts";
import { largestId, TokenNames } from "./tokenNames.ts";
import type { FileMerges } from "../tokenizerFile.ts";

export const mostMerges = 2_000_000;

export interface LongLists {
  /** The file without them: `vocab` is `{}` there, and `merges` `[]`. */
  readonly file: JsonRecord;
  readonly names: TokenNames;
  readonly merges: FileMerges;
}

/** @returns undefined when they are not there, or not as they usually are */
export function readLongLists(bytes: Uint8Array): LongLists | undefined {
  const json = new JsonBytes(bytes);
  const places = new Map<string, readonly [from: number, to: number]>();
  let names: TokenNames | undefined;
  let merges: FileMerges | undefined;
  const readMember = (name: string, path: string): boolean => {
    if (places.has(name)) return false;
    json.peek();
    const from = json.at;
    if (path === "" && name === "model") {
      places.set(name, [from, from]);
      return eachMember(json, (inner) => readMember(inner, "model"));
    }
    if (path === "model" && name === "vocab") {
      names = readNames(json);
      places.set(name, [from, json.at]);
      return names !== undefined;
    }
    if (path === "model" && name === "merges") {
      if (names === undefined) {
        places.set(name, [from, from]);
        return json.skip(); // to be read when the names are known
      }
      merges = readMerges(json, names);
      places.set(name, [from, json.at]);
      return merges !== undefined;
    }
    return json.skip();
  };
  if (!eachMember(json, (name) => readMember(name, "")) || json.peek() !== undefined) return undefined;
  const [vocab, list] = [places.get("vocab"), places.get("merges")];
  if (names === undefined || vocab === undefined || list === undefined) return undefined;
  if (merges === undefined) {
    json.at = list[0];
    merges = readMerges(json, names);
    places.set("merges", [list[0], json.at]);
  }
  const file = merges && parseWithout(bytes, vocab, places.get("merges")!); // it was there
  return file && merges && { file, names, merges };
}

/** Takes an object, member by member. @returns false when it is none, or what is called says so */
function eachMember(json: JsonBytes, take: (name: string) => boolean): boolean {
  if (!json.take(mark.openObject)) return false;
  if (json.take(mark.closeObject)) return true;
  do {
    const name = memberName(json);
    if (name === undefined || !json.take(mark.colon) || !take(name)) return false;
  } while (json.take(mark.comma));
  return json.take(mark.closeObject);
}

const longestName = 64;

/** A name as it is written; undefined when it has escapes, or is longer than any that matters. */
function memberName(json: JsonBytes): string | undefined {
  if (json.peek() !== mark.quote) return undefined;
  const from = json.at + 1;
  const end = json.bytes.indexOf(mark.quote, from);
  if (end < 0 || end - from > longestName) return undefined;
  const name = String.fromCharCode(...json.bytes.subarray(from, end));
  json.at = end + 1;
  return name.includes("\\") ? undefined : name;
}

function readNames(json: JsonBytes): TokenNames | undefined {
  if (!json.take(mark.openObject)) return undefined;
  const bytes = new Uint8Array(json.bytes.length); // what is not written takes no memory
  const ends = new Int32Array(largestId);
  const ids = new Int32Array(largestId);
  let count = 0;
  let end = 0;
  if (!json.take(mark.closeObject)) {
    do {
      end = count < largestId ? json.string(bytes, end) : -1;
      if (end < 0 || !json.take(mark.colon)) return undefined;
      const id = json.count();
      if (id < 0) return undefined;
      ends[count] = end;
      ids[count++] = id;
    } while (json.take(mark.comma));
    if (!json.take(mark.closeObject)) return undefined;
  }
  return TokenNames.of(bytes, ends.slice(0, count), ids.slice(0, count));
}

/** `["a b", …]`, or `[["a", "b"], …]` in newer files. */
function readMerges(json: JsonBytes, names: TokenNames): FileMerges | undefined {
  if (!json.take(mark.openList)) return undefined;
  const left = new Int32Array(mostMerges);
  const right = new Int32Array(mostMerges);
  const merged = new Int32Array(mostMerges);
  const { bytes, end: from } = names;
  let count = 0;
  if (!json.take(mark.closeList)) {
    do {
      let middle: number;
      let end: number;
      if (json.take(mark.openList)) {
        middle = json.string(bytes, from);
        if (middle < 0 || !json.take(mark.comma)) return undefined;
        end = json.string(bytes, middle);
        if (end < 0 || !json.take(mark.closeList)) return undefined;
      } else {
        end = json.string(bytes, from);
        if (end < 0) return undefined;
        middle = bytes.subarray(from, end).indexOf(0x20) + from;
        if (middle <= from) return undefined;
        bytes.copyWithin(middle, middle + 1, end--);
        if (middle === end || bytes.subarray(middle, end).includes(0x20)) return undefined;
      }
      if (count === mostMerges) return undefined;
      const [first, second, both] = [names.find(from, middle), names.find(middle, end), names.find(from, end)];
      if (first < 0 || second < 0 || both < 0) return undefined;
      left[count] = first;
      right[count] = second;
      merged[count++] = both;
    } while (json.take(mark.comma));
    if (!json.take(mark.closeList)) return undefined;
  }
  return { kind: "pairs", left: left.slice(0, count), right: right.slice(0, count), merged: merged.slice(0, count) };
}

/** What is left of the file, with `{}` and `[]` in the lists' places. */
function parseWithout(
  bytes: Uint8Array,
  vocab: readonly [from: number, to: number],
  merges: readonly [from: number, to: number],
): JsonRecord | undefined {
  const cuts = [
    { place: vocab, instead: "{}" },
    { place: merges, instead: "[]" },
  ].toSorted((a, b) => a.place[0] - b.place[0]);
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let from = 0;
  try {
    for (const { place, instead } of cuts) {
      text += utf8.decode(bytes.subarray(from, place[0])) + instead;
      from = place[1];
    }
    const file: unknown = JSON.parse(text + utf8.decode(bytes.subarray(from)));
    return isRecord(file) ? file : undefined;
  } catch {
    return undefined; // no JSON
  }
}
