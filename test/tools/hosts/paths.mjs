/** Where the hosts keep things: the checkout, its throw-away folder, and the cache that all of a user's checkouts share. */
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's root folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

/** Everything made while building, starting and testing that git does not keep. */
export const buildFolder = join(root, ".build");

/** Logs, result files and screenshots of the last `npm test`. */
export const resultsFolder = join(buildFolder, "test-results");

/** The folder in which hosts are installed, so that a second checkout starts as fast as the first. */
export function cacheFolder() {
  const { env, platform } = process;
  if (env["TOKENSCOPE_CACHE"]) return resolve(env["TOKENSCOPE_CACHE"]);
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "tokenscope");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "tokenscope");
  return join(env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "tokenscope");
}
