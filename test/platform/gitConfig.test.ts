/** Git's configuration syntax, read as Git itself reads it: random files made of the pieces that matter. */
import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gitSettings } from "../../src/core/datasets/chosenFiles/gitConfig.ts";

const pieces = [
  "[core]",
  "[Core]",
  '[include "a"]',
  '[a "b\\"c"]',
  "[a.b]",
  "[core]x = 1",
  "\n",
  "\r\n",
  "\n\n",
  "excludesFile",
  "x",
  "y-1",
  " = ",
  "=",
  "a",
  "~/b",
  " ",
  "\t",
  '"',
  '"c d"',
  "#",
  ";",
  "\\\\",
  '\\"',
  "\\n",
  "\\t",
  "\\\n",
  "\\\r\n",
  "é",
];
/** A file that Git mostly accepts: a heading, then settings. */
const configs = fc
  .array(fc.array(fc.constantFrom(...pieces), { maxLength: 6 }), { maxLength: 5 })
  .map((values) => `[core]\n${values.map((value) => `x = ${value.join("")}\n`).join("")}`);

/** What Git reads; undefined where it refuses the file. */
function readByGit(text: string): readonly { readonly key: string; readonly value: string }[] | undefined {
  const options = { input: text, encoding: "utf8", env: { PATH: process.env["PATH"], HOME: "/" } } as const;
  const { status, stdout } = spawnSync("git", ["config", "--list", "-z", "--no-includes", "--file", "-"], options);
  if (status !== 0) return undefined;
  return stdout
    .split("\0")
    .filter((entry) => entry.includes("\n")) // a name without a value is "true", and of no use here
    .map((entry) => ({ key: entry.slice(0, entry.indexOf("\n")), value: entry.slice(entry.indexOf("\n") + 1) }));
}
/** Older versions of Git make a blank of a tab inside a value. */
const plain = (settings: readonly { readonly key: string; readonly value: string }[]) =>
  settings.map(({ key, value }) => ({ key, value: value.replaceAll("\t", " ") }));
const hasGit = spawnSync("git", ["--version"]).status === 0;

describe.skipIf(!hasGit)("a file of Git's settings", () => {
  it("is read as Git reads it", () => {
    let accepted = 0;
    fc.assert(
      fc.property(configs, (text) => {
        const expected = readByGit(text);
        if (expected === undefined) return;
        accepted += 1;
        expect(plain(gitSettings(text)), JSON.stringify(text)).toEqual(plain(expected));
      }),
      { numRuns: 150 },
    );
    expect(accepted).toBeGreaterThan(15);
  });
});
