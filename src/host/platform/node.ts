/** The Node host: local files are read in parts and written as streams. The only importer of `node:*`. */
import { open, rename, rm } from "node:fs/promises";
import type * as vscode from "vscode";
import { createWhole, openWhole, type NewFile, type Platform, type RandomAccessFile, temporaryBeside } from "./platform.ts";

export const nodePlatform: Platform = {
  openFile: (uri) => (uri.scheme === "file" ? openLocal(uri) : openWhole(uri)),
  createFile: (uri) => (uri.scheme === "file" ? createLocal(uri) : createWhole(uri)),
};

async function openLocal(uri: vscode.Uri): Promise<RandomAccessFile> {
  const file = await open(uri.fsPath, "r");
  const { size } = await file.stat();
  return {
    length: size,
    read: async ({ byteFrom, byteTo }) => {
      const bytes = new Uint8Array(byteTo - byteFrom);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, byteFrom + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    close: () => file.close(),
  };
}

async function createLocal(uri: vscode.Uri): Promise<NewFile> {
  const temporary = temporaryBeside(uri).fsPath;
  const file = await open(temporary, "wx");
  let isOpen = true;
  let isThere = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    write: async (bytes) => {
      let written = 0;
      while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
    },
    commit: async () => {
      await file.sync();
      await close();
      await rename(temporary, uri.fsPath);
      isThere = false;
    },
    discard: async () => {
      await close();
      if (isThere) await rm(temporary, { force: true });
      isThere = false;
    },
  };
}
