/** `model.safetensors.index.json`: which of a checkpoint's files holds which tensor. */

import { say } from "../../sentence.ts";
import { readBoundedJson } from "./boundedJson.ts";
import { quoted } from "../../files/quoted.ts";
import { CheckpointError } from "../checkpointError.ts";
import { isTableName } from "../families.ts";
import { unpackedName } from "../packedTables.ts";
import { pause, type Reading } from "../reading.ts";
import type { Tensor } from "../tensor.ts";

/** Tensor name → name of the file that holds it, a plain file name beside the index. */
export type ShardIndex = ReadonlyMap<string, string>;

/** A tensor, with the file that its byte range refers to. */
export interface ShardTensor extends Tensor {
  readonly fileName: string;
}

const entriesPerStep = 4_096;

/** @throws CheckpointError when the bytes are no index, or one that names files anywhere but beside itself */
export function* readIndexBytes(bytes: Uint8Array): Reading<ShardIndex> {
  const json = yield* readBoundedJson(bytes, say`The index`);
  const map = json instanceof Map ? json.get("weight_map") : undefined;
  if (!(map instanceof Map))
    throw new CheckpointError(say`The index has no weight_map. Choose a model.safetensors.index.json or a .safetensors file.`);
  const index = new Map<string, string>();
  for (const [name, fileName] of map) {
    if (typeof fileName !== "string" || !isShardName(fileName)) {
      throw new CheckpointError(
        say`The index looks for tensor ${quoted(name)} in ${quoted(String(fileName))}; it may only name .safetensors files in its own folder.`,
      );
    }
    index.set(name, fileName);
    if (index.size % entriesPerStep === 0) yield pause;
  }
  return index;
}

/** The files that hold a token or positional table by a known name; all files when there is no such name. Only these need to be opened. */
export function shardsToOpen(index: ShardIndex): readonly string[] {
  const known = [...index].filter(([name]) => isTableName(unpackedName(name))).map(([, fileName]) => fileName);
  return [...new Set(known.length > 0 ? known : index.values())];
}

/** @param tensors of the opened file  @throws CheckpointError naming a tensor that the index promises and the file lacks */
export function toShardTensors(index: ShardIndex, fileName: string, tensors: readonly Tensor[]): readonly ShardTensor[] {
  const names = new Set(tensors.map(({ name }) => name));
  for (const [name, holder] of index) {
    if (holder === fileName && !names.has(name)) {
      throw new CheckpointError(
        say`The index places tensor ${quoted(name)} in ${quoted(fileName)}, which does not hold it. Download index and files together.`,
      );
    }
  }
  return tensors.map((tensor) => Object.assign({ fileName }, tensor));
}

const isShardName = (name: string): boolean => /^[^/\\:\p{Cc}]+\.safetensors$/u.test(name);
