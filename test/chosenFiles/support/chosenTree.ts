/** A folder made for one test on this machine's disk, and what is taken of it when it is chosen. */
import { inEnglish } from "../../../src/core/sentence.ts";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type * as vscode from "vscode";
import { chosenFiles, type ChoiceOptions } from "../../../src/host/chosenFiles/chosenFiles.ts";
import { state, Uri } from "../../support/vscodeOnDisk.ts";

export const uriOf = (path: string): vscode.Uri => Uri.file(path) as unknown as vscode.Uri; // the alias puts our class in VS Code's place

/** A file's content, or what else is there. "TOP" is the folder made. */
export type Entry = string | Uint8Array | { readonly link: string } | "pipe" | "folder";
export type Tree = Readonly<Record<string, Entry>>;

export interface Taken {
  readonly taken: readonly string[];
  readonly left: Readonly<Record<string, string>>;
}

export class ChosenTree {
  readonly top = realpathSync(mkdtempSync(join(tmpdir(), "tokenscope-chosen-")));

  constructor(tree: Tree) {
    state.reset();
    for (const [path, entry] of Object.entries(tree)) {
      const file = join(this.top, path);
      mkdirSync(dirname(file), { recursive: true });
      if (entry === "pipe") spawnSync("mkfifo", [file]);
      else if (entry === "folder") mkdirSync(file);
      else if (typeof entry === "object" && "link" in entry) symlinkSync(entry.link, file);
      else writeFileSync(file, typeof entry === "string" ? entry.replaceAll("TOP", this.top) : entry);
    }
  }

  async take(chosen: string, changes: Partial<ChoiceOptions> = {}): Promise<Taken> {
    const { files, skipped } = await chosenFiles([uriOf(join(this.top, chosen))], {
      signal: new AbortController().signal,
      mayPassOver: () => Promise.resolve(false),
      platform: {
        homeFolder: uriOf(join(this.top, "home")),
        gitExcludesFile: () => Promise.resolve(undefined),
        realFolder: async (uri) => uriOf(await realpath(uri.fsPath)),
      },
      ...changes,
    });
    return { taken: files.map(({ path }) => path), left: Object.fromEntries(skipped.map(({ path, reason }) => [path, inEnglish(reason)])) };
  }

  /** Makes a repository of it. @returns whether Git is there */
  initialize(): boolean {
    return this.#git(["init", "-q", "--template="]).status === 0;
  }

  /** Which of the paths Git ignores. */
  ignoredByGit(paths: readonly string[]): readonly string[] {
    return this.#git(["check-ignore", "--no-index", "--stdin", "-z"], paths.join("\0")).stdout.split("\0").filter(Boolean);
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true });
  }

  #git(words: readonly string[], input = ""): { readonly status: number | null; readonly stdout: string } {
    const env = { PATH: process.env["PATH"], HOME: join(this.top, "home"), GIT_CONFIG_NOSYSTEM: "1" };
    return spawnSync("git", words, { cwd: this.top, env, input, encoding: "utf8" });
  }
}
