/** A text's tokens as data for other programs: id, text, bytes, and the place of each in code units, code points and bytes. */
import { codePointsIn } from "../core/text/codePoints.ts";
import type { TokenizedText } from "../core/tokens/document/tokenizedText.ts";
import { spacedHex, textOfToken } from "./tokenText.ts";

export type TokenTableFormat = "json" | "csv";

/** Where the text begins in a longer one. */
export interface TableStart {
  readonly unit: number;
  readonly codePoint: number;
  readonly byte: number;
}

/** Half-open ranges. A token that holds only the beginning of a character has no text and is empty in code units and code points; the token
 *  that completes the character has the character's whole range. */
interface TableRow {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: Uint8Array;
  readonly units: readonly [from: number, to: number];
  readonly codePoints: readonly [from: number, to: number];
  readonly byteRange: readonly [from: number, to: number];
}

/** Tokens written between two pauses. */
const perStep = 2048;

/** The table as a text, in steps of a few milliseconds: a JSON array with one object a line, or CSV (RFC 4180) with a line of names. */
export function* tokenTableSteps(text: TokenizedText, start: TableStart, format: TokenTableFormat): Generator<void, string> {
  const { vocabulary } = text.encoding;
  const lines: string[] = [];
  let codePoint = start.codePoint;
  let unit = 0;
  for (let first = 0; first < text.tokenCount; first += perStep) {
    const last = Math.min(first + perStep, text.tokenCount);
    for (let index = first; index < last; index++) {
      const token = text.tokenAt(index);
      const codePointFrom = codePoint;
      codePoint += codePointsIn(text.slice(unit, token.to));
      unit = token.to;
      const said = textOfToken(vocabulary, token.id);
      const row: TableRow = {
        id: token.id,
        text: "text" in said ? said.text : undefined,
        bytes: vocabulary.tokenBytes(token.id),
        units: [start.unit + token.from, start.unit + token.to],
        codePoints: [codePointFrom, codePoint],
        byteRange: [start.byte + token.byteFrom, start.byte + token.byteTo],
      };
      lines.push(format === "json" ? jsonOf(row) : csvOf(row));
    }
    yield;
  }
  return format === "json"
    ? `[${lines.map((line) => `\n${line}`).join(",")}\n]\n`
    : [csvNames, ...lines].map((line) => `${line}\r\n`).join("");
}

const jsonOf = ({ id, text, bytes, units, codePoints, byteRange }: TableRow): string =>
  // JSON has no undefined: a token without a text says null.
  JSON.stringify({ id, text: text ?? null, bytes: [...bytes], codeUnits: units, codePoints, byteRange });

const csvNames = "id,text,bytes,from,to,code_point_from,code_point_to,byte_from,byte_to";

const csvOf = ({ id, text, bytes, units, codePoints, byteRange }: TableRow): string =>
  [id, quoted(text ?? ""), spacedHex(bytes), ...units, ...codePoints, ...byteRange].join(",");

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
