/** Why a file or folder can't be read, as a clause that goes on from its name: by the error's code, since messages hold absolute paths. */
import { say, type Sentence } from "../../core/sentence.ts";

/** Codes of Node and of `vscode.FileSystemError`. */
const words: ReadonlyMap<unknown, Sentence> = new Map([
  ["ENOENT", say`it is gone, or a link that leads nowhere`],
  ["FileNotFound", say`it is gone, or a link that leads nowhere`],
  ["EACCES", say`the permission is missing`],
  ["EPERM", say`the permission is missing`],
  ["NoPermissions", say`the permission is missing`],
  ["EISDIR", say`it is a folder`],
  ["FileIsADirectory", say`it is a folder`],
  ["NotAFile", say`it is neither a file nor a folder`],
]);

export function unreadable(error: unknown): Sentence {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return say`can't be read: ${words.get(code) ?? (typeof code === "string" ? code : say`unknown error`)}`;
}
