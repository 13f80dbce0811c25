/** A file of weights, by its name → the tensors in it. */

import { quoted } from "../files/quoted.ts";
import { CheckpointError } from "./checkpointError.ts";
import { readNpy } from "./npy.ts";
import type { Reading } from "./reading.ts";
import { readSafetensors } from "./safetensors.ts";
import type { Tensor } from "./tensor.ts";

/** Endings that *Load Embedding Weights…* offers. An index (`.index.json`) is read with `parseShardIndex`. */
export const checkpointExtensions = ["safetensors", "npy", "json"] as const;

export const isShardIndexName = (fileName: string): boolean => fileName.toLowerCase().endsWith(".safetensors.index.json");

/** Reads the header alone.  @throws CheckpointError for formats that are not read, with the way out */
export function* readTensors(fileName: string, fileLength: number): Reading<readonly Tensor[]> {
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  switch (extension) {
    case "safetensors":
      return yield* readSafetensors(fileLength);
    case "npy":
      return [yield* readNpy(fileName, fileLength)];
    case "bin":
    case "pt":
    case "pth":
    case "ckpt":
    case "pkl":
      throw new CheckpointError(
        `${quoted(fileName)} is a pickle, which can run code when read. Save the weights with safetensors.torch.save_file(state_dict, "model.safetensors") and choose that file.`,
      );
    default:
      throw new CheckpointError(
        `${quoted(fileName)} is no file of weights that Tokenscope reads. Choose a .safetensors, .safetensors.index.json or .npy file.`,
      );
  }
}
