/** Opening files for reading without waiting: a pipe would be waited for until somebody writes, and with it the thread. */
import { constants, type Stats } from "node:fs";

/** How to open them; Windows, whose pipes are no files of folders, has no such flag. */
export const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** @throws Error with a code where it is none */
export function checkRegular(stat: Stats): void {
  if (stat.isFile()) return;
  const [code, what] = stat.isDirectory() ? ["EISDIR", "a folder"] : ["NotAFile", "a pipe, a socket or a device"];
  throw Object.assign(new Error(`A file was expected, and this is ${what}. Choose another one.`), { code });
}
