/** A file of weights → the tensors in it. What the file is, its first bytes say, and its name where they don't. */

import { say } from "../sentence.ts";
import { type FileKind, fileKindOf, kindLength } from "../files/fileKind.ts";
import { quoted } from "../files/quoted.ts";
import { CheckpointError } from "./checkpointError.ts";
import { readNpy } from "./formats/npy.ts";
import type { Reading } from "./reading.ts";
import { readSafetensors } from "./formats/safetensors.ts";
import { readIndexBytes, type ShardIndex } from "./formats/shardIndex.ts";
import type { Tensor } from "./tensor.ts";
import { readTorchFile } from "./formats/torchFile/torchFile.ts";

/** Endings that *Load Embedding Weights…* offers. */
export const checkpointExtensions = ["safetensors", "npy", "pt", "pth", "bin", "ckpt", "json"] as const;

export const isShardIndexName = (fileName: string): boolean => fileName.toLowerCase().endsWith(".safetensors.index.json");

/** That of the largest model has 9 MB. */
const indexLengthLimit = 100_000_000;

/** @throws CheckpointError when the file is something else, or too long for an index */
export function* readShardIndex(fileName: string, fileLength: number): Reading<ShardIndex> {
  if (fileLength > indexLengthLimit) {
    throw new CheckpointError(
      say`The index has ${fileLength} bytes; more than ${indexLengthLimit} are refused. Choose a .safetensors file instead.`,
    );
  }
  const bytes = yield { byteFrom: 0, byteTo: fileLength, progress: 0 };
  const kind = fileKindOf(bytes);
  if (kind !== undefined) throw otherKind(fileName, kind);
  return yield* readIndexBytes(bytes);
}

/** Reads the header alone.  @throws CheckpointError for formats that are not read, with the way out */
export function* readTensors(fileName: string, fileLength: number): Reading<readonly Tensor[]> {
  const kind = fileKindOf(yield { byteFrom: 0, byteTo: Math.min(fileLength, kindLength), progress: 0 });
  if (kind === undefined) return yield* readByName(fileName, fileLength);
  switch (kind.kind) {
    case "safetensors":
      return yield* readSafetensors(fileLength);
    case "npy":
      return [yield* readNpy(fileName, fileLength)];
    case "zip":
      return yield* readTorchFile(fileLength);
    default:
      throw otherKind(fileName, kind);
  }
}

function* readByName(fileName: string, fileLength: number): Reading<readonly Tensor[]> {
  switch (fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase()) {
    case "safetensors":
      return yield* readSafetensors(fileLength);
    case "npy":
      return [yield* readNpy(fileName, fileLength)];
    case "pkl":
    case "pickle":
      throw new CheckpointError(
        say`${quoted(fileName)} is no checkpoint of torch.save but a pickle, which only Python can read. ${saveAgain}`,
      );
    case "bin":
    case "pt":
    case "pth":
    case "ckpt":
      throw new CheckpointError(say`${quoted(fileName)} does not start as torch.save writes files since version 1.6. ${saveAgain}`);
    default:
      throw new CheckpointError(
        say`${quoted(fileName)} is no file of weights that Tokenscope reads. Choose a .safetensors, .safetensors.index.json, .pt, .pth, .bin or .npy file.`,
      );
  }
}

const otherKind = (fileName: string, { is, remedy }: FileKind): CheckpointError =>
  new CheckpointError(say`${is(quoted(fileName))} ${remedy}`);

const saveAgain = say`Save the weights with torch.save(model.state_dict(), file) or safetensors.torch.save_file, and choose that file.`;
