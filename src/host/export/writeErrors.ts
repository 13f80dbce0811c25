/** Why a file of an export can't be written, as a sentence: by the error's code, since messages hold absolute paths. */
import { say, type Sentence } from "../../core/sentence.ts";
import type { NewFile } from "../platform/files.ts";
import { type DatasetIo, ExportError } from "./exportJob.ts";

/** Codes of Node and of `vscode.FileSystemError`. */
const words: ReadonlyMap<unknown, Sentence> = new Map([
  ["ENOSPC", say`the disk is full. Free some space, or choose another folder`],
  ["EDQUOT", say`the disk quota is used up. Free some space, or choose another folder`],
  ["EFBIG", say`files of this size are not allowed there. Choose another folder, or a format that takes less room`],
  ["EROFS", say`the disk is read-only. Choose another folder`],
  ["EACCES", say`the permission is missing. Choose another folder`],
  ["EPERM", say`the permission is missing. Choose another folder`],
  ["NoPermissions", say`the permission is missing. Choose another folder`],
  ["ENOENT", say`the folder is gone. Choose another folder`],
  ["FileNotFound", say`the folder is gone. Choose another folder`],
  ["ENOTDIR", say`the folder's name is that of a file. Choose another folder`],
  ["FileNotADirectory", say`the folder's name is that of a file. Choose another folder`],
  ["EISDIR", say`a folder has its name. Choose another folder`],
  ["FileIsADirectory", say`a folder has its name. Choose another folder`],
  ["EIO", say`the disk reports an error. Choose another folder`],
  ["Unavailable", say`the file system does not answer. Try again, or choose another folder`],
]);

/** @param replaced names of the files that are new already */
function told(name: string, doing: "written" | "removed", error: unknown, replaced: readonly string[]): unknown {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code !== "string") return error;
  const left =
    replaced.length === 0
      ? say`What was there before is as it was.`
      : say`${replaced.join(", ")} had been written by then; what else was there before is as it was.`;
  const reason = words.get(code) ?? say`the file system says ${code}`;
  return new ExportError(
    doing === "written"
      ? say`${name} can't be written: ${reason}, then export again. ${left}`
      : say`${name} can't be removed: ${reason}, then export again. ${left}`,
  );
}

/** The same files, for one export, whose errors are sentences. */
export function withWriteErrors(io: DatasetIo): DatasetIo {
  const replaced: string[] = [];
  const tell = async <Value>(name: string, doing: "written" | "removed", work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw told(name, doing, error, replaced);
    }
  };
  return {
    ...io,
    remove: (folder, name) => tell(name, "removed", () => io.remove(folder, name)),
    create: async (folder, name) => {
      const write = <Value>(work: () => Promise<Value>): Promise<Value> => tell(name, "written", work);
      const file: NewFile = await write(() => io.create(folder, name));
      return {
        write: (bytes) => write(() => file.write(bytes)),
        replaceStart: (bytes) => write(() => file.replaceStart(bytes)),
        read: (range) => write(() => file.read(range)),
        finish: () => write(() => file.finish()),
        commit: async () => {
          await write(() => file.commit());
          replaced.push(name);
        },
        discard: () => file.discard(),
      };
    },
  };
}
