/** Why a file or folder can't be read, as a clause for the manifest: by the error's code, since messages hold absolute paths. */

/** Codes of Node and of `vscode.FileSystemError`. */
const words: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "it is gone, or a link that leads nowhere"],
  ["FileNotFound", "it is gone, or a link that leads nowhere"],
  ["EACCES", "the permission is missing"],
  ["EPERM", "the permission is missing"],
  ["NoPermissions", "the permission is missing"],
  ["EISDIR", "it is a folder"],
  ["FileIsADirectory", "it is a folder"],
  ["NotAFile", "it is neither a file nor a folder"],
]);

export function unreadable(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return `can't be read: ${words.get(code) ?? (typeof code === "string" ? code : "unknown error")}`;
}
