/** Ignore files as Git reads them: named cases, Git's own answers kept in a fixture, and Git itself where there is one. */
import { inEnglish } from "../../../../src/core/sentence.ts";
import { describe, expect, it } from "vitest";
import {
  ignoreFileProblem,
  type IgnoreRules,
  longestIgnoreFile,
  noIgnoreRules,
} from "../../../../src/core/datasets/chosenFiles/ignoreRules.ts";
import golden from "../../../fixtures/ignoreFiles.json";
import { gitVersion, ignoredByGit } from "../support/gitCheckIgnore.ts";
import { askedPaths, type IgnoreFiles, randomIgnoreFiles } from "../support/ignoreCases.ts";

const textIn = (files: IgnoreFiles, folder: string): string | undefined => files[folder === "" ? ".gitignore" : `${folder}/.gitignore`];

/** The rules in force in a folder, as a walk from the top gathers them. */
function rulesIn(folder: string, files: IgnoreFiles, ignoreCase: boolean): IgnoreRules {
  const names = folder === "" ? [] : folder.split("/");
  const folders = ["", ...names.map((_, depth) => names.slice(0, depth + 1).join("/"))];
  return folders.reduce((rules, each) => {
    const text = textIn(files, each);
    return text === undefined ? rules : rules.with(each, text, { ignoreCase });
  }, noIgnoreRules);
}

function ignoredByUs(files: IgnoreFiles, ignoreCase = false): string[] {
  const known = new Map<string, IgnoreRules>();
  return askedPaths.filter((path) => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const rules = known.get(folder) ?? rulesIn(folder, files, ignoreCase);
    known.set(folder, rules);
    return rules.ignores(path, false);
  });
}

describe("ignore rules", () => {
  it.each([
    { text: "[a-9]\n*.log\n", ignored: ["secret.log"], not: ["a.txt"] },
    { text: "[[:digit:]]*.log", ignored: ["1.log"], not: ["a.log"] },
    { text: "*.log\r\n!keep.log\r\n", ignored: ["a.log", "d/b.log"], not: ["keep.log"] },
    { text: "build/", ignored: ["build/x", "d/build/y"], not: ["build"] },
    { text: "/top\nd/*.tmp", ignored: ["top", "d/a.tmp"], not: ["d/top", "e/d/a.tmp", "d/e/a.tmp"] },
    { text: "a/**/z\n**/deep\nall/**", ignored: ["a/z", "a/b/c/z", "x/deep", "all/x/y"], not: ["b/z", "all"] },
    { text: "spaced\\ \ntrailing   \ntab\t", ignored: ["spaced ", "trailing", "tab\t"], not: ["spaced", "tab"] },
    { text: "\\#a\n\\!b\n# c", ignored: ["#a", "!b"], not: ["# c", "a"] },
    { text: "[broken\n*.key", ignored: ["a.key"], not: ["broken", "[broken"] },
    { text: "ends in backslash\\\n*.key", ignored: ["a.key"], not: ["ends in backslash", "ends in backslash\\"] },
    { text: "\uFEFF*.key", ignored: ["a.key"], not: ["a"] },
    { text: "!\n/\n//\n \n\\\n", ignored: [], not: ["a", "!", "b/a", " "] },
    { text: "d/*\n!d/keep\n", ignored: ["d/a", "d/e/keep"], not: ["d/keep"] },
    { text: "*.KEY", ignored: ["a.KEY"], not: ["a.key"] },
    { text: "gr?n", ignored: ["gran"], not: ["grün"] }, // Git counts bytes
  ])("$text", ({ text, ignored, not }) => {
    const rules = noIgnoreRules.with("", text, { ignoreCase: false });
    expect([...ignored, ...not].filter((path) => rules.ignores(path, false))).toEqual(ignored);
  });

  it("where file systems take no notice of case, nor do rules", () => {
    const rules = noIgnoreRules.with("", "*.KEY\n!Public.key\nÄ", { ignoreCase: true });
    expect(["a.key", "PUBLIC.KEY", "ä"].filter((path) => rules.ignores(path, false))).toEqual(["a.key"]);
  });

  it("a nested file decides before those above it, for its own folder alone", () => {
    const rules = noIgnoreRules.with("", "*.log", { ignoreCase: false }).with("a[1]", "!*.log\n/top", { ignoreCase: false });
    const paths = ["x.log", "a[1]/x.log", "a1/x.log", "a[1]/top", "a[1]/b/top", "top"];
    expect(paths.filter((path) => rules.ignores(path, false))).toEqual(["x.log", "a1/x.log", "a[1]/top"]);
  });

  it("a folder that is asked for is not ignored by its name; what is in it may be", () => {
    const rules = noIgnoreRules.with("", "data/\n*.log", { ignoreCase: false }).exceptFor("data/[raw]");
    const paths = ["data/[raw]/a.txt", "data/[raw]/a.log", "data/r/a.txt"];
    expect(paths.filter((path) => rules.ignores(path, false))).toEqual(["data/[raw]/a.log"]);
  });

  it(`equal ${golden.origin} for ${golden.cases.length} random files`, () => {
    expect(golden.askedPaths).toEqual(askedPaths);
    for (const [seed, { files, ignored }] of golden.cases.entries()) {
      const expected = askedPaths.filter((_, at) => ignored[at] === "1");
      expect(ignoredByUs(files as unknown as IgnoreFiles), `seed ${seed}: ${JSON.stringify(files)}`).toEqual(expected); // a record in JSON
    }
  });

  const git = gitVersion();
  describe.skipIf(git === undefined)(`against ${git ?? "Git (skipped: there is none here)"}`, () => {
    it.each([
      { ignoreCase: false, from: 1000 },
      { ignoreCase: true, from: 2000 },
    ])("ignore what git check-ignore does, in 200 random files, with core.ignorecase $ignoreCase", ({ ignoreCase, from }) => {
      const cases = Array.from({ length: 200 }, (_, at) => randomIgnoreFiles(from + at));
      const expected = ignoredByGit(cases, ignoreCase);
      for (const [at, files] of cases.entries()) {
        const ours = ignoredByUs(files, ignoreCase);
        const theirs = expected[at] ?? [];
        const about = `seed ${from + at}: ${JSON.stringify(files)}`;
        // Without case, an escaped capital matches nothing in Git, by a slip; there we may ignore more.
        const isWider = ignoreCase && /\\[A-Z]/.test(about);
        if (isWider)
          expect(
            theirs.filter((path) => !ours.includes(path)),
            about,
          ).toEqual([]);
        else expect(ours, about).toEqual(theirs);
      }
    });
  });
});

describe("ignoreFileProblem", () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  it.each([
    { about: "Latin-1", content: Uint8Array.of(0x63, 0xe9, 0x0a), says: /not UTF-8/ },
    { about: "UTF-16, as PowerShell writes it", content: Uint8Array.of(0xff, 0xfe, 0x2a, 0, 0x2e, 0), says: /NUL bytes.*UTF-16/ },
    { about: "huge", content: new Uint8Array(longestIgnoreFile + 1).fill(10), says: /has 1048577 bytes/ },
    { about: "a long line", content: bytes(`a\n${"x".repeat(5000)}`), says: /5000 characters in line 2/ },
    {
      about: "a line that could match for minutes",
      content: bytes("\n\n**/a/**/b/**/c/**/d/**/e/**"),
      says: /more than 5 times \*\* in line 3/,
    },
    { about: "usual", content: bytes("\uFEFF# ****** a heading\r\n*.log\n**/a/**"), says: undefined },
    { about: "empty", content: bytes(""), says: undefined },
  ])("$about", ({ content, says }) => {
    const problem = ignoreFileProblem(content);
    if (says === undefined) expect(problem).toBeUndefined();
    else expect(problem && inEnglish(problem)).toMatch(says);
  });

  it("matches a long name against many wildcards at once", () => {
    const rules = noIgnoreRules.with("", `${"*a".repeat(100)}*b\n`, { ignoreCase: false });
    const started = performance.now();
    expect(rules.ignores("a".repeat(250), false)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
