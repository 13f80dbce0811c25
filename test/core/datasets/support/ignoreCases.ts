/** Ignore files made at random, hostile lines among them, and the paths they are asked about: for Git and for our rules. */

import { Mt19937 } from "../../../../src/core/random/mt19937.ts";

/** path of an ignore file → its text. */
export type IgnoreFiles = Readonly<Record<string, string>>;

const names = [
  "a",
  "b",
  "ab",
  "aab",
  "a.log",
  "1.log",
  "B",
  "b.",
  "x y",
  "y ",
  "é",
  "日本",
  "!a",
  "#a",
  "[a]",
  "a]",
  "-",
  "a-b",
  "\\a",
  "*",
  "a*b",
  "a**b",
  "\t",
];
const folders = ["a", "b", "ab", "x y", "é", "[a]", "*"];

/** Folders that may have an ignore file of their own. */
const nested = ["a", "a/b", "b", "[a]", "é"];

/** The paths each case is asked about: files, all relative, none of them a folder that exists. */
export const askedPaths: readonly string[] = [
  ...names,
  ...folders.flatMap((folder) => names.map((name) => `${folder}/${name}`)),
  ...["a/b", "b/a", "a/a", "ab/b", "a/[a]"].flatMap((folder) => names.slice(0, 12).map((name) => `${folder}/${name}`)),
  ...["a/b/ab", "a/b/a/b", "b/a/b/a"].flatMap((folder) => names.slice(0, 6).map((name) => `${folder}/${name}`)),
].filter((path) => !nested.includes(path));

const words = [
  ..."ab-.1é*?/!#^]xyB",
  "**",
  "***",
  "/",
  "/**",
  "**/",
  "/**/",
  "/*",
  "*/",
  "*.log",
  "a/",
  "/a",
  "b/",
  "ab",
  "log",
  "日",
  " ",
  "  ",
  "\\",
  "\\a",
  "\\*",
  "\\ ",
  "\\[",
  "\\/",
  "\\\\",
  "\\!",
  "\\#",
  "[",
  "[a]",
  "[ab]",
  "[!a]",
  "[^a]",
  "[a-c]",
  "[c-a]",
  "[a-9]",
  "[]a]",
  "[!]a]",
  "[a-]",
  "[-a]",
  "[\\]]",
  "[\\a-b]",
  "[[:digit:]]",
  "[[:alpha:]]",
  "[[:upper:]]",
  "[![:digit:]]",
  "[[:nope:]]",
  "[[:alpha:]",
  "[[:]",
  "[a[]",
  "[é]",
  "[à-ë]",
  "[/]",
  "[a/b]",
  "[*]",
  "[?]",
  "[ -~]",
  "\t",
  "\r",
];

/** @param seed the same gives the same files */
export function randomIgnoreFiles(seed: number): IgnoreFiles {
  const generator = new Mt19937(seed);
  const random = (): number => generator.nextFloat24();
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value; // random() < 1
  const line = (): string => {
    const sign = random() < 0.25 ? "!" : "";
    return sign + Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(words)).join("");
  };
  const text = (): string => {
    const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, line);
    return (random() < 0.05 ? "\uFEFF" : "") + lines.join(random() < 0.2 ? "\r\n" : "\n") + (random() < 0.5 ? "\n" : "");
  };
  const files: Record<string, string> = { ".gitignore": text() };
  for (const folder of nested) if (random() < 0.2) files[`${folder}/.gitignore`] = text();
  return files;
}
