/** How alike one row of a table that lies in a file is to all others: the file is read a page at a time, never whole. */
import { rangeError } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import type * as vscode from "vscode";
import { cosine } from "../../core/embeddings/similarity.ts";
import type { Platform } from "../platform/platform.ts";
import { createPause } from "../slices.ts";

/** A table of float32 rows, in the byte order of this machine, which wrote it. */
export interface TableFile {
  readonly file: vscode.Uri;
  readonly rows: number;
  readonly columns: number;
}

/** Bytes read at once. */
const bytesPerRead = 4 * 1024 * 1024;
/** Values compared between two looks at the clock: a millisecond or two. */
const valuesPerStep = 1 << 18;

/** Cosine of each row with row `index`, [rows]. @throws RangeError when the file is shorter than the table */
export async function rowSimilarities(
  platform: Platform,
  { file: uri, rows, columns }: TableFile,
  index: number,
  signal: AbortSignal,
): Promise<Float32Array> {
  const file = await platform.openFile(uri);
  try {
    const rowBytes = columns * Float32Array.BYTES_PER_ELEMENT;
    const read = async (from: number, to: number): Promise<Float32Array> => {
      const bytes = await file.read({ byteFrom: from * rowBytes, byteTo: to * rowBytes });
      if (bytes.length !== (to - from) * rowBytes)
        throw rangeError(say`The table in ${uri.path} ends before row ${to}. Load the embedding weights again.`);
      return new Float32Array(bytes.slice().buffer); // a copy begins where float32 may
    };
    const query = await read(index, index + 1);
    const similarities = new Float32Array(rows);
    const rowsPerRead = Math.max(1, Math.floor(bytesPerRead / rowBytes));
    const rowsPerStep = Math.max(1, Math.floor(valuesPerStep / columns));
    const pause = createPause();
    for (let first = 0; first < rows; first += rowsPerRead) {
      const last = Math.min(rows, first + rowsPerRead);
      const page = await read(first, last);
      for (let row = first; row < last; row++) {
        similarities[row] = cosine(query, page.subarray((row - first) * columns, (row - first + 1) * columns));
        if ((row - first) % rowsPerStep === rowsPerStep - 1) await pause(signal);
      }
      await pause(signal);
    }
    return similarities;
  } finally {
    await file.close();
  }
}
