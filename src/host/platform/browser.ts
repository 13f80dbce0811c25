/** The web-worker host: files are read and written whole, through VS Code's own file systems; work goes in slices. */
import { decodesAsUtf8 } from "./files.ts";
import { createWhole, openWhole, type Platform, removeOldLeftovers, wholeSha256 } from "./platform.ts";

export const browserPlatform: Platform = {
  openFile: openWhole,
  createFile: createWhole,
  sha256: wholeSha256,
  removeLeftovers: removeOldLeftovers,
  gitExcludesFile: () => Promise.resolve(undefined),
  realFolder: (uri) => Promise.resolve(uri),
  isUtf8: decodesAsUtf8,
  homeFolder: undefined,
  modelCache: undefined,
  threads: undefined,
};
