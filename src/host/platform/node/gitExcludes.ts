/** The ignore file that Git applies in every repository of this user: `core.excludesFile` of the user's and the machine's settings, else Git's default place. */
import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import process from "node:process";
import { gitSettings } from "../../../core/datasets/chosenFiles/gitConfig.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Files that include each other: as deep as Git goes. */
const deepest = 10;
const longestConfig = 2 ** 20;

/**
 * @returns its path, whether or not there is such a file; undefined where the settings say that there is none
 * @param machine Git's settings for all users
 */
export async function gitExcludesFile(environment: Environment = process.env, machine = "/etc/gitconfig"): Promise<string | undefined> {
  const home = environment["HOME"] ?? homedir();
  const xdg = environment["XDG_CONFIG_HOME"];
  const folder = join(xdg === undefined || xdg === "" ? join(home, ".config") : xdg, "git");
  const user = environment["GIT_CONFIG_GLOBAL"];
  const files = [
    ...(isOn(environment["GIT_CONFIG_NOSYSTEM"]) ? [] : [environment["GIT_CONFIG_SYSTEM"] ?? machine]),
    ...(user === undefined ? [join(folder, "config"), join(home, ".gitconfig")] : [user]),
  ];
  let found = join(folder, "ignore");
  for (const file of files) found = (await excludesFileOf(file, home)) ?? found;
  return found === "" || found === "/dev/null" ? undefined : found;
}

/** The last `core.excludesFile` of a file and those it includes, where it includes them. Includes with a condition are not followed. */
async function excludesFileOf(file: string, home: string, depth = 0): Promise<string | undefined> {
  const inHome = (path: string): string => (path.startsWith("~/") ? join(home, path.slice(2)) : path);
  let found: string | undefined;
  for (const { key, value } of gitSettings(await textOf(file))) {
    if (key === "core.excludesfile") found = inHome(value);
    if (key !== "include.path" || depth === deepest) continue;
    const path = inHome(value);
    found = (await excludesFileOf(isAbsolute(path) ? path : join(dirname(file), path), home, depth + 1)) ?? found;
  }
  return found;
}

/** "" where there is no such file, or it can't be read. */
async function textOf(file: string): Promise<string> {
  try {
    const found = await stat(file);
    return found.isFile() && found.size <= longestConfig ? await readFile(file, "utf8") : "";
  } catch {
    return "";
  }
}

/** As Git reads its variables. */
const isOn = (value: string | undefined): boolean => value !== undefined && !["", "0", "false", "no", "off"].includes(value.toLowerCase());
