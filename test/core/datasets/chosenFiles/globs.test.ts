/** Globs of VS Code's settings, matched as VS Code does. */
import { describe, expect, it } from "vitest";
import { globMatcher, namesDotFolder } from "../../../../src/core/datasets/chosenFiles/globs.ts";
import { hostileTexts } from "../../../support/hostileTexts.ts";

describe("globMatcher", () => {
  it.each([
    { glob: "**/*", matches: ["a", "a/b.md", ".a/.b"], not: [] },
    { glob: "**/*.md", matches: ["a.md", "a/b/c.md"], not: ["a.mdx", "md"] },
    { glob: "*.md", matches: ["a.md"], not: ["a/b.md"] },
    { glob: "**/node_modules", matches: ["node_modules", "a/node_modules"], not: ["a/node_modules/b", "xnode_modules"] },
    { glob: "docs/**", matches: ["docs", "docs/a", "docs/a/b"], not: ["doc", "x/docs"] },
    { glob: "a/**/z", matches: ["a/z", "a/b/c/z"], not: ["a/zz", "az"] },
    { glob: "**/*.{ts,{js,mjs}}", matches: ["a.ts", "b/a.mjs"], not: ["a.t", "a.{ts"] },
    { glob: "**/*.{md}", matches: ["a.md"], not: ["a.{md}"] },
    { glob: "file?[0-9].(x)", matches: ["filea1.(x)"], not: ["file/1.(x)", "filea1.x"] },
    { glob: "[!a].txt", matches: ["b.txt"], not: ["a.txt", "/.txt"] },
    { glob: "!a", matches: ["!a"], not: ["b"] },
    { glob: "@(a|b)+", matches: ["@(a|b)+"], not: ["a", "ab"] },
    { glob: "$a^", matches: ["$a^"], not: ["a"] },
    { glob: "[", matches: ["["], not: ["a"] },
    { glob: "**/*.log", matches: ["a\nb.log", "a\rb/c\u2028d.log", "\u2029/\u0085.log"], not: ["a.log\n"] },
    { glob: "a/**", matches: ["a/\n", "a/b\r/c"], not: ["\na/b"] },
  ])("$glob", ({ glob, matches, not }) => {
    const isMatch = globMatcher([glob]);
    expect([...matches, ...not].filter(isMatch)).toEqual(matches);
  });

  it.each(["", "{}", "{{}}"])("matches nothing with the empty glob %j (found by fuzzing)", (glob) => {
    expect(["", "a", ".env"].filter(globMatcher([glob]))).toEqual([]);
  });

  it("leaves to a glob that writes the dot what begins with one", () => {
    const paths = [".env", "a/.env", ".github/x", ".github/y/.z", ".x", "a.b/c"];
    expect(paths.filter(globMatcher(["**/*"], "named"))).toEqual(["a.b/c"]);
    expect(paths.filter(globMatcher(["**/.env", ".github/**"], "named"))).toEqual([".env", "a/.env", ".github/x"]);
  });

  it("takes hostile text for a glob, or refuses it in a sentence", () => {
    for (const text of hostileTexts) {
      try {
        globMatcher([text])("a/b.txt");
        namesDotFolder([text], ".github");
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect(String(error)).toMatch(/^RangeError: The pattern "[^\p{Cc}]*" in the settings has more than 4 wildcards/u);
      }
    }
  });

  it.each(["*a*a*a*a*a*b", "**/**/a/**/**/**/b"])("refuses %s, which could match for minutes", (glob) => {
    expect(() => globMatcher([glob])).toThrow(/more than 4 wildcards/);
  });
});

it.each([
  { glob: "**/*", isNamed: false },
  { glob: "**/.github/**", isNamed: true },
  { glob: "**/.*/**", isNamed: true },
  { glob: "**/{.vscode,.github}/**", isNamed: true },
  { glob: "**/.gitlab/**", isNamed: false },
])("$glob names the folder .github: $isNamed", ({ glob, isNamed }) => {
  expect(namesDotFolder([glob], ".github")).toBe(isNamed);
});
