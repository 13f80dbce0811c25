/** The ignore file that Git applies in every repository of this user: `core.excludesFile` of the user's settings, else Git's default place. */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** @returns its path, whether or not there is such a file */
export async function gitExcludesFile(environment: Readonly<Record<string, string | undefined>> = process.env): Promise<string> {
  const home = environment["HOME"] ?? homedir();
  const xdg = environment["XDG_CONFIG_HOME"];
  const folder = join(xdg === undefined || xdg === "" ? join(home, ".config") : xdg, "git");
  let found = join(folder, "ignore");
  for (const config of [join(folder, "config"), join(home, ".gitconfig")]) {
    const text = await readFile(config, "utf8").catch(() => ""); // there is none
    const said = excludesFileIn(text);
    if (said !== undefined) found = said.startsWith("~/") ? join(home, said.slice(2)) : said;
  }
  return found;
}

/** The last `excludesFile` of a section `[core]`. Included files are not followed. */
export function excludesFileIn(config: string): string | undefined {
  let isCore = false;
  let found: string | undefined;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (section !== undefined) isCore = section.trim().toLowerCase() === "core";
    const value = /^(?:\s*\[[^\]]*\])?\s*excludesfile\s*=\s*(.*?)\s*$/i.exec(line)?.[1];
    if (isCore && value !== undefined)
      found = /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1]?.replaceAll(/\\(.)/g, "$1") ?? value.replace(/\s*[#;].*$/, "");
  }
  return found;
}
