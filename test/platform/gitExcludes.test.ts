/** The user's own ignore file, at the place that Git itself says. */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { excludesFileIn, gitExcludesFile } from "../../src/host/platform/node/gitExcludes.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "tokenscope-home-"));
  await mkdir(join(home, ".config/git"), { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

it.each([
  { about: "nothing is set", config: "", found: ".config/git/ignore" },
  { about: "a path below home", config: "[user]\n\tname = A\n[core]\n\texcludesFile = ~/.ignored\n", found: ".ignored" },
  { about: "quotes and a comment", config: '[Core]\n  excludesfile = "~/my \\"own\\".txt" # mine\n', found: 'my "own".txt' },
  { about: "another section", config: '[core "x"]\nexcludesfile = ~/no\n[other]\nexcludesfile = ~/no\n', found: ".config/git/ignore" },
  { about: "the last one", config: "[core]\nexcludesfile=~/a\n[user]\n[core]\nexcludesfile = ~/b ; this\n", found: "b" },
])("where $about", async ({ config, found }) => {
  await writeFile(join(home, ".gitconfig"), config);
  expect(await gitExcludesFile({ HOME: home })).toBe(join(home, found));
  const env = { HOME: home, PATH: process.env["PATH"] };
  const git = spawnSync("git", ["config", "--global", "--type=path", "core.excludesfile"], { env, encoding: "utf8" });
  if (git.status === 0) expect(join(home, found)).toBe(git.stdout.trim());
});

it("the user's file is read after the one in .config", async () => {
  await writeFile(join(home, ".config/git/config"), "[core]\nexcludesfile = /etc/first\n");
  expect(await gitExcludesFile({ HOME: home })).toBe("/etc/first");
  await writeFile(join(home, ".gitconfig"), "[core]\nexcludesfile = /etc/second\n");
  expect(await gitExcludesFile({ HOME: home })).toBe("/etc/second");
});

it("has no place where no setting says so", () => expect(excludesFileIn("[core]\n\tbare = false\n")).toBeUndefined());
