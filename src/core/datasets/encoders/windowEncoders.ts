/** Dataset files that hold windows: each input and its target written out, so that training code needs no `Dataset` of its own. */
import { npyHeader } from "../../numpy/npy.ts";
import type { WindowOptions } from "../../windows/slidingWindow.ts";
import type { DatasetEncoder, LabelKind } from "./datasetEncoder.ts";
import { type WrittenIdType, encodeIds, idSize } from "../idBytes.ts";
import { windowStream } from "./windowStream.ts";

/** Ids per piece of bytes given to the caller. */
const idsPerPiece = 2 ** 18;

/** The windows' inputs or targets as one array [windows, maxLength]. */
export function npyWindowsEncoder(type: WrittenIdType, options: WindowOptions, role: "input" | "target"): DatasetEncoder {
  const { maxLength } = options;
  const from = role === "input" ? 0 : 1;
  const windows = windowStream(options);
  let count = 0;
  let start = [npyHeader([0, maxLength], type)];
  return {
    *push(ids) {
      yield* start;
      start = [];
      for (const pairs of pieces(windows.push(ids), maxLength)) {
        count += pairs.length;
        const bytes = new Uint8Array(pairs.length * maxLength * idSize[type]);
        for (const [i, pair] of pairs.entries())
          bytes.set(encodeIds(pair.subarray(from, from + maxLength), type), i * maxLength * idSize[type]);
        yield bytes;
      }
    },
    finish: () => ({ tail: start, head: npyHeader([count, maxLength], type), shape: [count, maxLength] }),
  };
}

/** One object with `input_ids` and `labels` per window and line, as `load_dataset("json", …)` and pandas read it. */
export function jsonLinesEncoder(options: WindowOptions, labels: LabelKind): DatasetEncoder {
  const labelsFrom = labels === "shifted" ? 1 : 0;
  const { maxLength } = options;
  const windows = windowStream(options);
  const text = new TextEncoder();
  let count = 0;
  return {
    *push(ids) {
      for (const pairs of pieces(windows.push(ids), maxLength)) {
        count += pairs.length;
        yield text.encode(
          pairs.map((pair) => jsonLine(pair.subarray(0, maxLength), pair.subarray(labelsFrom, labelsFrom + maxLength))).join(""),
        );
      }
    },
    finish: () => ({ tail: [], shape: [count, maxLength] }),
  };
}

const jsonLine = (inputIds: Int32Array, labels: Int32Array): string =>
  `{"input_ids": [${inputIds.join(", ")}], "labels": [${labels.join(", ")}]}\n`;

function* pieces(windows: readonly Int32Array[], maxLength: number): Generator<readonly Int32Array[]> {
  const perPiece = Math.max(1, Math.floor(idsPerPiece / maxLength));
  for (let i = 0; i < windows.length; i += perPiece) yield windows.slice(i, i + perPiece);
}
