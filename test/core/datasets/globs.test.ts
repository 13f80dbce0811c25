import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { globMatcher, ignoredBy, parseIgnoreFile } from "../../../src/core/datasets/globs.ts";

describe("globMatcher", () => {
  it.each([
    { glob: "**/*", matches: ["a", "a/b.md"], not: [] },
    { glob: "**/*.md", matches: ["a.md", "a/b/c.md"], not: ["a.mdx", "md"] },
    { glob: "*.md", matches: ["a.md"], not: ["a/b.md"] },
    { glob: "**/node_modules", matches: ["node_modules", "a/node_modules"], not: ["a/node_modules/b", "xnode_modules"] },
    { glob: "docs/**", matches: ["docs", "docs/a", "docs/a/b"], not: ["doc", "x/docs"] },
    { glob: "a/**/z", matches: ["a/z", "a/b/c/z"], not: ["a/zz", "az"] },
    { glob: "**/*.{ts,{js,mjs}}", matches: ["a.ts", "b/a.mjs"], not: ["a.t", "a.{ts"] },
    { glob: "file?[0-9].(x)", matches: ["filea1.(x)"], not: ["file/1.(x)", "filea1.x"] },
    { glob: "[!a].txt", matches: ["b.txt"], not: ["a.txt", "/.txt"] },
  ])("$glob", ({ glob, matches, not }) => {
    const isMatch = globMatcher([glob]);
    expect([...matches, ...not].filter(isMatch)).toEqual(matches);
  });
});

const ignoreFile = `# a comment
*.log
!keep.log
build/
/top.txt
docs/*.tmp
a/**/z
**/deep
everything/**
spaced\\ 
\\#literal
\\!literal
[ab]x
q?.txt
trailing   
`;
const paths = [
  "a.log",
  "keep.log",
  "sub/b.log",
  "sub/keep.log",
  "build/x",
  "sub/build/y",
  "sub/file-build",
  "top.txt",
  "sub/top.txt",
  "docs/a.tmp",
  "sub/docs/a.tmp",
  "docs/sub/a.tmp",
  "a/z",
  "a/b/z",
  "a/b/c/z",
  "b/z",
  "x/deep",
  "deep/x",
  "everything/x",
  "everything/y/z",
  "#literal",
  "!literal",
  "ax",
  "cx",
  "sub/bx",
  "q1.txt",
  "q12.txt",
  "trailing",
  "plain.md",
];
const hasGit = spawnSync("git", ["--version"]).status === 0;

describe.skipIf(!hasGit)(`parseIgnoreFile${hasGit ? "" : " (skipped: there is no git here)"}`, () => {
  it("ignores what git check-ignore does", () => {
    const folder = mkdtempSync(join(tmpdir(), "tokenscope-ignore-"));
    try {
      spawnSync("git", ["init", "-q"], { cwd: folder });
      writeFileSync(join(folder, ".gitignore"), ignoreFile);
      for (const path of paths) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), "");
      }
      const input = paths.join("\n");
      const ignored = spawnSync("git", ["check-ignore", "--no-index", "--stdin"], { cwd: folder, input }).stdout.toString().split("\n");
      const rules = parseIgnoreFile(ignoreFile);
      /** A path is hidden by itself or by any of its folders. */
      const isIgnored = (path: string): boolean => {
        const parts = path.split("/");
        return parts.some((_, depth) => ignoredBy(rules, parts.slice(0, depth + 1).join("/"), depth < parts.length - 1) === true);
      };
      expect(paths.filter(isIgnored)).toEqual(paths.filter((path) => ignored.includes(path)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
