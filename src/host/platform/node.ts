/** The Node host: local files are read in parts and written as streams, exports run in a worker. Only it and node/ import `node:*`. */
import { createWhole, openWhole, type Platform, removeOldLeftovers } from "./platform.ts";
import { exportInWorker } from "./node/exportInWorker.ts";
import { removeLeftovers } from "./node/leftovers.ts";
import { createLocal, localSha256, openLocal } from "./node/localFile.ts";

export const nodePlatform: Platform = {
  openFile: (uri) => (uri.scheme === "file" ? openLocal(uri.fsPath) : openWhole(uri)),
  createFile: (uri) => (uri.scheme === "file" ? createLocal(uri.fsPath) : createWhole(uri)),
  sha256: localSha256,
  removeLeftovers: (folder) => (folder.scheme === "file" ? removeLeftovers(folder.fsPath) : removeOldLeftovers(folder)),
  exportInWorker: (script, job, vocabulary, signal, onProgress) => exportInWorker(script.fsPath, { job, vocabulary }, signal, onProgress),
};
