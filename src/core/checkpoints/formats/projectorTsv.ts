/** Tables → the pair of TSV files that the TensorFlow Embedding Projector loads: one vector per line, and one line of labels per vector. */

/** Enough digits to read a single-precision value back unchanged. */
const digits = 9;
/** Values per piece of text: about 100 kB. */
const valuesPerPiece = 8_192;

/**
 * The file in pieces to be written one after the other: a whole vocabulary's would be longer than a string can be.
 * @param values [rows, columns], row-major
 */
export function* vectorsTsv(values: Float32Array, columns: number): Generator<string, void> {
  const rowsPerPiece = Math.max(1, Math.floor(valuesPerPiece / columns));
  for (let from = 0; from < values.length; from += rowsPerPiece * columns) {
    const to = Math.min(from + rowsPerPiece * columns, values.length);
    let piece = "";
    for (let i = from; i < to; i += 1) {
      const value = values[i]!; // i < values.length
      piece += `${Number(value.toPrecision(digits))}${(i + 1) % columns === 0 ? "\n" : "\t"}`;
    }
    yield piece;
  }
}

/**
 * @param columns names of the labels; the Projector expects a header line only if there are two or more  @param rows one array per vector, as long as `columns`
 * @returns the file; tabs, line breaks and backslashes in labels are escaped, and a text that the Projector would take for a number is in quotes:
 *   it reads " " and "\u00a0" as 0 and "10" as 10
 */
export function metadataTsv(columns: readonly string[], rows: Iterable<readonly (string | number)[]>): string {
  const lines = columns.length > 1 ? [columns.map(toLabel).join("\t")] : [];
  for (const row of rows) lines.push(row.map(toLabel).join("\t"));
  return lines.map((line) => `${line}\n`).join("");
}

const escapes: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\" };

function toLabel(label: string | number): string {
  if (typeof label === "number") return String(label);
  const text = label.replaceAll(/[\t\n\r\\]/gu, (character) => escapes[character] ?? character);
  return Number.isNaN(Number(text)) ? text : `"${text}"`;
}
