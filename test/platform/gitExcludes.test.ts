/** The user's own ignore file, at the place that Git itself says. */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { gitSettings } from "../../src/core/datasets/chosenFiles/gitConfig.ts";
import { gitExcludesFile } from "../../src/host/platform/node/gitExcludes.ts";

let home: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "tokenscope-home-")));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
};

const cases: readonly {
  readonly about: string;
  readonly files: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Below home, or absolute. */
  readonly found: string | undefined;
}[] = [
  { about: "nothing is set", files: {}, found: ".config/git/ignore" },
  { about: "a path below home", files: { ".gitconfig": "[user]\n\tname = A\n[core]\n\texcludesFile = ~/.ignored\n" }, found: ".ignored" },
  {
    about: "quotes and a comment",
    files: { ".gitconfig": '[Core]\n  excludesfile = "~/my \\"own\\".txt" # mine\n' },
    found: 'my "own".txt',
  },
  { about: "quotes in the middle", files: { ".gitconfig": '[core]\nexcludesFile = ~/"a ; b"/c   \n' }, found: "a ; b/c" },
  { about: "an escaped backslash", files: { ".gitconfig": "[core]\nexcludesFile = ~/a\\\\b\n" }, found: "a\\b" },
  { about: "a line that goes on", files: { ".gitconfig": "[core]\nexcludesFile = ~/a\\\n/b\n" }, found: "a/b" },
  { about: "the section's line", files: { ".gitconfig": "[core] excludesFile = ~/a\n" }, found: "a" },
  { about: "returns and a byte order mark", files: { ".gitconfig": "\uFEFF[core]\r\n\texcludesFile = ~/a\r\n" }, found: "a" },
  {
    about: "another section",
    files: { ".gitconfig": '[core "x"]\nexcludesfile = ~/no\n[other]\nexcludesfile = ~/no\n[corex]\nexcludesfile=~/no\n' },
    found: ".config/git/ignore",
  },
  { about: "the last one", files: { ".gitconfig": "[core]\nexcludesfile=~/a\n[user]\n[core]\nexcludesfile = ~/b ; this\n" }, found: "b" },
  { about: "none", files: { ".gitconfig": "[core]\nexcludesFile =\n" }, found: undefined },
  { about: "/dev/null", files: { ".gitconfig": "[core]\nexcludesFile = /dev/null\n" }, found: undefined },
  {
    about: "a file that is included, relative to the one that includes it",
    files: { ".gitconfig": "[include]\npath = dotfiles/git\n[core]\n", "dotfiles/git": "[core]\nexcludesFile = ~/a\n" },
    found: "a",
  },
  {
    about: "files that include each other",
    files: {
      ".gitconfig": "[include]\npath = ~/x\n",
      x: "[core]\nexcludesFile = ~/a\n[include]\npath = y\n",
      y: "[core]\nexcludesFile = ~/b\n",
    },
    found: "b",
  },
  {
    about: "what comes after the included one",
    files: { ".gitconfig": "[include]\npath = x\n[core]\nexcludesFile = ~/b\n", x: "[core]\nexcludesFile = ~/a\n" },
    found: "b",
  },
  {
    about: "an included file that is not there",
    files: { ".gitconfig": "[core]\nexcludesFile = ~/a\n[include]\npath = gone\n" },
    found: "a",
  },
  {
    about: "GIT_CONFIG_GLOBAL",
    files: { ".gitconfig": "[core]\nexcludesFile = ~/a\n", other: "[core]\nexcludesFile = ~/b\n" },
    environment: { GIT_CONFIG_GLOBAL: "other" },
    found: "b",
  },
  {
    about: "XDG_CONFIG_HOME",
    files: { "xdg/git/config": "[core]\nexcludesFile = ~/a\n" },
    environment: { XDG_CONFIG_HOME: "xdg" },
    found: "a",
  },
  { about: "the machine's settings", files: { machine: "[core]\nexcludesFile = /etc/ignored\n" }, found: "/etc/ignored" },
  {
    about: "the user's settings before the machine's",
    files: { machine: "[core]\nexcludesFile = /etc/ignored\n", ".gitconfig": "[core]\nexcludesFile = ~/a\n" },
    found: "a",
  },
];

it.each(cases)("comes from $about", async ({ files, environment = {}, found }) => {
  await write(files);
  const places = Object.fromEntries(Object.entries(environment).map(([name, path]) => [name, join(home, path)]));
  const env = { HOME: home, ...places, GIT_CONFIG_SYSTEM: join(home, "machine") };
  const expected = found === undefined || found.startsWith("/") ? found : join(home, found);
  expect(await gitExcludesFile(env)).toBe(expected);
  const options = { cwd: home, env: { ...env, PATH: process.env["PATH"] }, encoding: "utf8" } as const;
  const { status, stdout } = spawnSync("git", ["config", "--includes", "--type=path", "core.excludesfile"], options);
  if (status === 0) expect(stdout.trimEnd()).toBe(found === undefined && stdout.trimEnd() === "/dev/null" ? "/dev/null" : (expected ?? ""));
});

it("is given up where files include each other without end, or one is a folder", async () => {
  await write({ ".gitconfig": "[include]\npath = .gitconfig\n[include]\npath = folder\n[core]\nexcludesFile = ~/a\n", "folder/x": "" });
  expect(await gitExcludesFile({ HOME: home, GIT_CONFIG_NOSYSTEM: "1" })).toBe(join(home, "a"));
});

it("has no value where no setting says so", () => {
  expect(gitSettings("[core]\n\tbare\n\tignorecase = false\n")).toEqual([{ key: "core.ignorecase", value: "false" }]);
});
