/** All that an export does with this machine's disk, by paths, in a thread of its own. */
import { isUtf8 } from "node:buffer";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { NewFile } from "../files.ts";
import { countBeingWritten, removeLeftovers } from "./leftovers.ts";
import { openBlocking } from "./blockingFile.ts";
import { createLocal, localSha256 } from "./localFile.ts";

export const localIo = {
  open: openBlocking,
  create: (folder: string, name: string): Promise<NewFile> => createLocal(join(folder, name)),
  sha256: localSha256,
  isUtf8,
  remove: (folder: string, name: string): Promise<void> => rm(join(folder, name), { force: true }),
  removeLeftovers,
  countBeingWritten,
};
