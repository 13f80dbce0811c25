/** The web-worker host: files are read and written whole, through VS Code's own file systems. */
import { createWhole, openWhole, type Platform, removeOldLeftovers, wholeSha256 } from "./platform.ts";

export const browserPlatform: Platform = {
  openFile: openWhole,
  createFile: createWhole,
  sha256: wholeSha256,
  removeLeftovers: removeOldLeftovers,
  exportInWorker: null,
};
