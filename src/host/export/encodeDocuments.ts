/** Documents → ids, by as many workers as there are, and in order into their sinks. Small documents go to a worker some at a time. */
import { rangeError } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import type { OwnTokenIds, TokenIds } from "../../core/datasets/idBytes.ts";
import type { ManifestInput } from "../../core/datasets/manifest.ts";
import { separatesAfter, separatesBefore } from "../../core/datasets/separator.ts";
import { inGroups, inOrder } from "../platform/workerPool.ts";
import { Rooms } from "../tokenWorkers/rooms.ts";
import type { TokenResult } from "../tokenWorkers/tokenTask.ts";
import { changed, type DocumentItem, documentItems } from "./documents.ts";
import { type DatasetIo, ExportError, type ExportJob, type ExportOptions, type ExportSource, type Tokenizer } from "./exportJob.ts";

/** Where the ids of documents go. */
export interface IdSink {
  readonly tokenCount: number;
  /** The ids may be used again when it resolves. */
  push(ids: TokenIds): Promise<void>;
}

/** A document read, and its place among the ids of its sink. */
interface ReadInput {
  readonly input: Omit<ManifestInput, "split">;
  readonly tokenFrom: number;
}

/** One export at work. */
export interface EncodeRun {
  readonly job: ExportJob;
  readonly io: DatasetIo;
  readonly tokenizer: Tokenizer;
  readonly options: ExportOptions;
  readonly sources: readonly ExportSource[];
  /** Of all sources, as progress counts it. */
  readonly length: number;
}

/** Small documents are gathered up to this part of a chunk; each counts for so many bytes more, however small it is. */
const groupPart = 1 / 4;
const leastSize = 1024;

/** @param sinkOf where the ids of the document go */
export async function encodeDocuments(
  { job, io, tokenizer, options, sources, length }: EncodeRun,
  sinkOf: (index: number) => IdSink,
): Promise<readonly ReadInput[]> {
  const { separatorId, separatorPlace, added } = job.options;
  const start = Int32Array.from(added?.start ?? []);
  const end = Int32Array.from(added?.end ?? []);
  const separator = separatorId === null ? undefined : Int32Array.of(separatorId);
  const read: ReadInput[] = [];
  let done = 0;
  let allTokens = 0;
  let tokenCount = 0; // of the document that is being read
  let tokenFrom = 0;
  const rooms = new Rooms();

  const take = async (item: Ended | TokenizedPart): Promise<void> => {
    const { index, path } = item;
    const sink = sinkOf(index);
    if (item.kind === "end") {
      if (tokenCount === 0) tokenFrom = sink.tokenCount;
      else await endDocument(sink);
      read.push({ input: { path, byteLength: item.byteLength, sha256: item.sha256, tokenCount }, tokenFrom });
      tokenCount = 0;
      return;
    }
    if (tokenCount === 0 && item.ids.length > 0) {
      if (separator !== undefined && separatesBefore(separatorPlace, sink.tokenCount === 0)) await sink.push(separator);
      tokenFrom = sink.tokenCount;
      if (start.length > 0) await sink.push(start);
      tokenCount = start.length;
    }
    tokenCount += item.ids.length;
    allTokens += item.ids.length;
    await sink.push(item.ids);
    rooms.give(item.ids.buffer);
    done += item.byteLength;
  };

  const endDocument = async (sink: IdSink): Promise<void> => {
    if (end.length > 0) await sink.push(end);
    tokenCount += end.length;
    if (separator !== undefined && separatesAfter(separatorPlace)) await sink.push(separator);
  };

  const items = documentItems(sources, job, io, (text) => tokenizer.lastSafeCut(text), rooms);
  const sizeOf = (item: DocumentItem): number => (item.kind === "part" ? leastSize + item.bytes.length : 0);
  const groups = inGroups(items, job.chunkLength * groupPart, sizeOf);
  for await (const group of inOrder(groups, tokenizer.atOnce, (next) => tokenized(next, job, tokenizer))) {
    options.signal.throwIfAborted();
    for (const item of group) await take(item);
    options.onProgress({ phase: "writing", done: done / length, byteCount: done, tokenCount: allTokens });
    await options.pause();
  }
  if (allTokens === 0) throw new ExportError(say`The chosen text is empty: there are no tokens to export.`);
  return read;
}

type Part = Extract<DocumentItem, { readonly kind: "part" }>;
type Ended = Extract<DocumentItem, { readonly kind: "end" }>;
type TokenizedPart = Pick<Part, "index" | "path"> & {
  readonly kind: "ids";
  readonly ids: OwnTokenIds;
  readonly byteLength: number;
};

/** @throws ExportError naming the first document that something is wrong with, and what */
async function tokenized(
  items: readonly DocumentItem[],
  job: ExportJob,
  tokenizer: Tokenizer,
): Promise<readonly (Ended | TokenizedPart)[]> {
  const { endOfLine, specialTokens } = job.options;
  const parts = items.filter((item): item is Part => item.kind === "part");
  const lengths = parts.map(({ bytes }) => bytes.length); // before the bytes change hands
  const tasks = parts.map(({ bytes, isFirst }) => ({ kind: "encode", bytes, isFirst, endOfLine, specialTokens }) as const);
  const results = parts.length === 0 ? [] : await tokenizer.run(tasks);
  let next = 0;
  return items.map((item) => {
    if (item.kind === "end") return item;
    const { index, path } = item;
    const at = next++;
    return { kind: "ids", index, path, ids: idsOf(results[at], path), byteLength: lengths[at] ?? 0 };
  });
}

function idsOf(result: TokenResult | undefined, path: string): OwnTokenIds {
  switch (result?.kind) {
    case "ids":
      return result.ids;
    case "special":
      throw new ExportError(
        say`${path} holds the special token ${result.token}, and special tokens are set to "error". Remove it, or set them to "allow" or "text".`,
      );
    case "notText":
      throw changed(path);
    default:
      throw rangeError(say`A task to encode was answered with something else.`); // a fault of ours
  }
}
