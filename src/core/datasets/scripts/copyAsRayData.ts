/**
 * The script of Copy as Ray Data: what Export Dataset… would write of the same files, for corpora beyond one machine. `ray.data` counts the
 * tokens of each document, then cuts groups of documents into windows: each group reads as many documents more as its last windows reach
 * into, so the rows are those of one export over the whole stream, in shards of Parquet. Run with Ray 2.58.0.
 */
import type { WindowOptions } from "../../windows/slidingWindow.ts";
import type { LabelKind } from "../encoders/datasetEncoder.ts";
import { pythonBoolean, pythonInteger, pythonString } from "./pythonLiteral.ts";
import { encodeCall, encodingImports, openEncoding, type ScriptEncode } from "./scriptEncoding.ts";
import type { SeparatorPlace } from "../separator.ts";
import type { SplitOptions } from "../split.ts";

export interface RayScriptOptions extends ScriptEncode {
  /** What the export's manifest calls the encoding. */
  readonly encodingId: string;
  readonly endOfLine: "lf" | "document";
  /** Absolute, as the machines that run it reach it. */
  readonly folder: string;
  /** Relative to the folder, in the order of the stream. */
  readonly paths: readonly string[];
  readonly windows: WindowOptions;
  readonly labels: LabelKind;
  readonly separatorId: number | undefined;
  readonly separatorPlace: SeparatorPlace;
  readonly split: SplitOptions;
}

/** @returns the script, ending in a newline  @throws RangeError when an option is not a safe integer */
export function copyAsRayData(options: RayScriptOptions): string {
  const { windows, labels, separatorId, separatorPlace } = options;
  const place = (where: string): string => pythonBoolean(separatorId !== undefined && separatorPlace === where);
  const lines = [
    "import json",
    "import os",
    "from bisect import bisect_right",
    "from itertools import accumulate",
    "",
    "import ray",
    ...encodingImports(options.encoding),
    "",
    `folder = ${pythonString(options.folder)}  # as all machines reach it`,
    `out = os.path.join(folder, "dataset")`,
    "paths = [",
    ...options.paths.map((path) => `    ${pythonString(path)},`),
    "]",
    `max_length, stride = ${pythonInteger(windows.maxLength)}, ${pythonInteger(windows.stride)}`,
    `separator = ${separatorId === undefined ? "None" : pythonInteger(separatorId)}`,
    `between, before, after = ${place("between")}, ${place("before")}, ${place("after")}`,
    "opened = []  # in each process the encoding, once it was needed",
    "shard_tokens = 50_000_000  # of one file of Parquet, about",
    "",
    "",
    "def tokenize(path):",
    '    """The ids of a file, or None where it is no text."""',
    '    with open(os.path.join(folder, path), "rb") as file:',
    "        data = file.read()",
    '    if b"\\0" in data[:8000]:',
    "        return None",
    "    try:",
    '        text = data.decode("utf-8-sig")',
    "    except UnicodeDecodeError:",
    "        return None",
    ...(options.endOfLine === "lf" ? [String.raw`    text = text.replace("\r\n", "\n").replace("\r", "\n")`] : []),
    ...(options.addSpecialTokens ? ["    if not text:", "        return []  # an empty file is no document"] : []),
    "    if not opened:",
    ...openEncoding(options.encoding, options.specialTokens).map((line) => `        ${line}`),
    "        opened.append(encoding)",
    "    encoding = opened[0]",
    `    return ${encodeCall("text", options)}`,
    "",
    "",
    "def count(document):",
    '    ids = tokenize(document["path"])',
    '    return {**document, "tokens": -1 if ids is None else len(ids)}',
    "",
    "",
    "def stream(paths, counts):",
    '    """The documents that have tokens, and how many ids each has with its separators."""',
    "    documents = []",
    "    for path, tokens in zip(paths, counts):",
    "        if tokens > 0:",
    "            first = before or (between and len(documents) > 0)",
    '            documents.append({"path": path, "first": first, "last": after, "length": first + tokens + after})',
    "    return documents",
    "",
    "",
    "def shards(documents, start, stop):",
    '    """Windows of the tokens from start to stop, in groups: the documents each needs, and where in their ids its first window starts."""',
    '    ends = list(accumulate(document["length"] for document in documents))',
    "    while start < stop - max_length:",
    "        windows = len(range(start, min(start + shard_tokens, stop - max_length), stride))",
    "        first = bisect_right(ends, start)",
    "        last = bisect_right(ends, start + (windows - 1) * stride + max_length)",
    '        yield {"documents": documents[first : last + 1], "start": start - (ends[first - 1] if first else 0), "windows": windows}',
    "        start += windows * stride",
    "",
    "",
    "def cut(shard):",
    "    ids = []",
    '    for document in shard["documents"]:',
    '        ids += [separator] * document["first"] + tokenize(document["path"]) + [separator] * document["last"]',
    '    for at in range(shard["start"], shard["start"] + shard["windows"] * stride, stride):',
    `        labels = ${labels === "shifted" ? "ids[at + 1 : at + max_length + 1]  # one token later already" : "ids[at : at + max_length]  # transformers shifts them itself"}`,
    '        yield {"input_ids": ids[at : at + max_length], "labels": labels}',
    "",
    "",
    'if __name__ == "__main__":',
    '    listed = ray.data.from_items([{"index": index, "path": path} for index, path in enumerate(paths)])',
    '    counted = sorted(listed.map(count).take_all(), key=lambda row: row["index"])',
    '    texts = [row for row in counted if row["tokens"] >= 0]',
    '    paths, counts = [row["path"] for row in texts], [row["tokens"] for row in texts]',
    ...splitLines(options.split),
    "    manifest = {",
    `        "encoding": ${pythonString(options.encodingId)},`,
    '        "max_length": max_length,',
    '        "stride": stride,',
    `        "labels": ${pythonString(labels)},`,
    '        "inputs": [{"path": path, "tokenCount": tokens} for path, tokens in zip(paths, counts)],',
    '        "splits": {},',
    "    }",
    "    for name, documents, start, stop in splits:",
    "        groups = list(shards(documents, start, stop))",
    "        if groups:",
    "            ray.data.from_items(groups).flat_map(cut).write_parquet(os.path.join(out, name))",
    '        manifest["splits"][name] = {"tokenCount": stop - start, "windowCount": sum(group["windows"] for group in groups)}',
    "    os.makedirs(out, exist_ok=True)",
    '    with open(os.path.join(out, "dataset.json"), "w", encoding="utf-8") as file:',
    "        json.dump(manifest, file, indent=2)",
    '    print(json.dumps(manifest["splits"]))',
  ];
  return `${lines.join("\n")}\n`;
}

/** Lines that give `splits`: name, documents, and which of their ids. */
function splitLines({ by, validationFraction }: SplitOptions): string[] {
  const total = 'sum(document["length"] for document in documents)';
  if (by === "document") {
    return [
      `    part = ${validationFraction}`,
      "    kept = [int((index + 1) * part) > int(index * part) for index in range(len(paths))]  # for validation, evenly spread",
      "    splits = []",
      '    for name, is_kept in [("train", False), ("val", True)]:',
      "        chosen = [index for index in range(len(paths)) if kept[index] == is_kept]",
      "        documents = stream([paths[index] for index in chosen], [counts[index] for index in chosen])",
      `        splits.append((name, documents, 0, ${total}))`,
    ];
  }
  const whole = ["    documents = stream(paths, counts)", `    total = ${total}`];
  if (by === "none") return [...whole, '    splits = [("train", documents, 0, total)]'];
  return [
    ...whole,
    `    end = int(total * (1 - ${validationFraction}))  # as nanoGPT cuts`,
    '    splits = [("train", documents, 0, end), ("val", documents, end, total)]',
  ];
}
