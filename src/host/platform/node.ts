/** The Node host: local files are read in parts and written as streams, long work goes to threads. Only it and node/ import `node:*`. */
import { isUtf8 } from "node:buffer";
import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import process from "node:process";
import { Uri } from "vscode";
import { createWhole, openWhole, type Platform, removeOldLeftovers } from "./platform.ts";
import { gitExcludesFile } from "./node/gitExcludes.ts";
import { removeLeftovers } from "./node/leftovers.ts";
import { createLocal, localSha256, openLocal } from "./node/localFile.ts";
import { hubFolder } from "./node/modelCache.ts";
import { coreCount, startThreadOf } from "./node/threads.ts";

export const nodePlatform: Platform = {
  openFile: (uri) => (uri.scheme === "file" ? openLocal(uri.fsPath) : openWhole(uri)),
  createFile: (uri) => (uri.scheme === "file" ? createLocal(uri.fsPath) : createWhole(uri)),
  sha256: localSha256,
  removeLeftovers: (folder) => (folder.scheme === "file" ? removeLeftovers(folder.fsPath) : removeOldLeftovers(folder)),
  gitExcludesFile: async () => {
    const path = await gitExcludesFile();
    return path === undefined ? undefined : Uri.file(path);
  },
  realFolder: (uri) =>
    uri.scheme === "file"
      ? realpath(uri.fsPath).then(
          (path) => Uri.file(path),
          () => uri, // what can't be read is told where it is read
        )
      : Promise.resolve(uri),
  isUtf8,
  homeFolder: Uri.file(homedir()),
  modelCache: Uri.file(hubFolder(process.env)),
  threads: { count: coreCount(), haveDisk: true, start: (script) => Promise.resolve(startThreadOf(script.fsPath)) },
};
