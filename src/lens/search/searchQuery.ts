/** What was typed into a search field, read: an id, text, or bytes. Escapes name what can't be typed: `\n`, `\t`, `\r`, `\x80`, `\u{1f600}`, `\\`. */
import { say, type Sentence } from "../../core/sentence.ts";
import { codePointName } from "../../core/text/visibleText.ts";

export type Wanted =
  | { readonly kind: "id"; readonly id: number }
  /** As UTF-8, and as a string where the bytes are whole characters. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly text: string | undefined }
  | { readonly kind: "nothing" };

export interface ReadQuery {
  readonly wanted: Wanted;
  /** How escapes were read; undefined where there are none. */
  readonly note: Sentence | undefined;
}

const escape = /\\(?:([nrt\\])|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4}))/g;
const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\" };
const names: Readonly<Record<string, Sentence>> = {
  "\\n": say`a line break`,
  "\\r": say`a carriage return`,
  "\\t": say`a tab`,
  "\\\\": say`a backslash`,
};
const highestCodePoint = 0x10_ffff;

/** The id a query names; undefined when it is no id. */
export const queriedId = (query: string): number | undefined => (/^\s*\d{1,9}\s*$/.test(query) ? Number(query) : undefined);

export function readQuery(query: string, by: "text" | "id"): ReadQuery {
  if (by === "id") {
    const id = queriedId(query);
    return { wanted: id === undefined ? { kind: "nothing" } : { kind: "id", id }, note: undefined };
  }
  const parts: Uint8Array[] = [];
  const read = new Map<string, string | Sentence>();
  const encoder = new TextEncoder();
  let at = 0;
  for (const match of query.matchAll(escape)) {
    const [whole, letter, byte, braced, plain] = match;
    const codePoint = Number.parseInt(braced ?? plain ?? "0", 16);
    if (codePoint > highestCodePoint) continue;
    parts.push(encoder.encode(query.slice(at, match.index)));
    if (letter !== undefined) parts.push(encoder.encode(letters[letter] ?? ""));
    else if (byte === undefined) parts.push(encoder.encode(String.fromCodePoint(codePoint)));
    else parts.push(Uint8Array.of(Number.parseInt(byte, 16)));
    read.set(whole, names[whole] ?? (byte === undefined ? codePointName(String.fromCodePoint(codePoint)) : say`the byte ${byte}`));
    at = match.index + whole.length;
  }
  parts.push(encoder.encode(query.slice(at)));
  const bytes = joined(parts);
  if (bytes.length === 0) return { wanted: { kind: "nothing" }, note: undefined };
  return { wanted: { kind: "bytes", bytes, text: asText(bytes) }, note: read.size === 0 ? undefined : noteOf(read) };
}

/** One sentence: how the escapes were read, and how to look for them as they are written. */
function noteOf(read: ReadonlyMap<string, string | Sentence>): Sentence {
  const sentence = Array.from(read, ([written, means]) => say`${written} is read as ${means}`).reduce(
    (list, next) => say`${list}, ${next}`,
  );
  const first = [...read.keys()].find((written) => written !== "\\\\");
  return first === undefined ? say`${sentence}.` : say`${sentence}. Type \\${first} to find the characters ${first} themselves.`;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Undefined where a text can't be searched for it: bytes that are no characters, and U+FFFD, which a lone surrogate becomes in UTF-8. */
function asText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\ufffd") ? undefined : text;
  } catch {
    return undefined;
  }
}
