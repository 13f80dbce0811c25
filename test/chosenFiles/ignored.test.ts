/** What the ignore files on a real disk keep out of a folder that is chosen. Where Git is there, it is asked too. */
import { afterEach, expect, it } from "vitest";
import { ChosenTree, type Tree } from "./support/chosenTree.ts";

let made: ChosenTree | undefined;
afterEach(() => made?.remove());

interface RuleCase {
  readonly about: string;
  readonly tree: Tree;
  readonly taken: readonly string[];
  readonly ignored: readonly string[];
  /** We leave out more than Git, which searches do too, or which is safer. */
  readonly isStricter?: boolean;
}

/** As little of one as Git takes for a repository. */
const repository = { ".git/HEAD": "ref: refs/heads/m\n", ".git/objects/x": "", ".git/refs/x": "" };

const rules: readonly RuleCase[] = [
  {
    about: "takes nothing back below a folder that is ignored",
    tree: { ".gitignore": "private/\n!private/a.txt\n!**/b.txt\n", "private/a.txt": "", "private/b.txt": "", "c.txt": "" },
    taken: ["c.txt"],
    ignored: ["private/a.txt", "private/b.txt"],
  },
  {
    about: "takes back what is ignored by its own name, folder by folder",
    tree: { ".gitignore": "/*\n!/src\n/src/*\n!/src/a.txt\n", "src/a.txt": "", "src/b.txt": "", "c.txt": "" },
    taken: ["src/a.txt"],
    ignored: ["src/b.txt", "c.txt"],
  },
  {
    about: "takes nothing back that a nested file names, in a folder ignored from above",
    tree: { ".gitignore": "data\n", "data/.gitignore": "!*\n", "data/a.txt": "", "b.txt": "" },
    taken: ["b.txt"],
    ignored: ["data/a.txt"],
  },
  {
    about: "takes a nested file's word before one above",
    tree: { ".gitignore": "*.log\n", "sub/.gitignore": "!a.log\n", "sub/a.log": "", "sub/b.log": "", "a.log": "" },
    taken: ["sub/a.log"],
    ignored: ["sub/b.log", "a.log"],
  },
  {
    about: "keeps an escaped blank at a line's end, with others before it",
    tree: { ".gitignore": "a\\ \nb \\ \nc\\  \nd  \n", "a ": "", a: "", "b  ": "", "b ": "", "c ": "", d: "" },
    taken: ["a", "b "],
    ignored: ["a ", "b  ", "c ", "d"],
  },
  {
    about: "reads a last line without a break, returns, and a byte order mark",
    tree: { ".gitignore": "\uFEFFa.txt\r\nsub/*.log\r\nlast", "a.txt": "", "sub/b.log": "", last: "", "c.txt": "" },
    taken: ["c.txt"],
    ignored: ["a.txt", "sub/b.log", "last"],
  },
  {
    about: "reads a mark of the byte order as a character where it is not first",
    tree: { ".gitignore": "\n\uFEFFa.txt\n", "a.txt": "", "\uFEFFa.txt": "" },
    taken: ["a.txt"],
    ignored: ["\uFEFFa.txt"],
  },
  {
    about: "matches ** before, between and after",
    tree: {
      ".gitignore": "**/x/*.a\ny/**/z.b\nw/**\n**c\n",
      "x/1.a": "",
      "d/e/x/1.a": "",
      "x/d/1.a": "",
      "y/z.b": "",
      "y/1/2/z.b": "",
      "w/1/2": "",
      abc: "",
      "d/bc": "",
      "d/cb": "",
    },
    taken: ["d/cb", "x/d/1.a"],
    ignored: ["abc", "d/bc", "d/e/x/1.a", "w/1/2", "x/1.a", "y/1/2/z.b", "y/z.b"],
  },
  {
    about: "reads classes as Git does: negated, with brackets, named, backwards, and unknown names match nothing",
    tree: {
      ".gitignore": "[^a].1\n[]x].2\n[[:upper:][:digit:]].3\n[z-a].4\n[[:nope:]].5\n[\\]].6\n[!]].7\n",
      "a.1": "",
      "b.1": "",
      "].2": "",
      "x.2": "",
      "y.2": "",
      "A.3": "",
      "9.3": "",
      "a.3": "",
      "m.4": "",
      "n.5": "",
      "].6": "",
      "].7": "",
      "a.7": "",
    },
    taken: ["].7", "a.1", "a.3", "m.4", "n.5", "y.2"],
    ignored: ["b.1", "].2", "x.2", "A.3", "9.3", "].6", "a.7"],
  },
  {
    about: "tells a folder's pattern from a file's",
    tree: { ".gitignore": "a/\nb\nc/d/\n", "sub/a": "", "a/x": "", "b/x": "", "sub/b": "", "c/d": "" },
    taken: ["c/d", "sub/a"],
    ignored: ["a/x", "b/x", "sub/b"],
  },
  {
    about: "takes lines that look like options, comments, negations and paths literally where they are escaped",
    tree: { ".gitignore": "\\#a\n\\!b\n\\\\c\n-rf\n./d\n../e\n", "#a": "", "!b": "", "\\c": "", "-rf": "", d: "", e: "" },
    taken: ["d", "e"],
    ignored: ["#a", "!b", "\\c", "-rf"],
  },
  {
    about: "ignores names that only differ in how they are composed, not each other",
    tree: { ".gitignore": "caf\u00e9\n", "caf\u00e9": "", "cafe\u0301": "" },
    taken: ["cafe\u0301"],
    ignored: ["caf\u00e9"],
  },
  {
    about: "matches names with line breaks in them",
    tree: {
      ".gitignore": "*.log\n**/x/y\na/**\n**/b\n?.tmp\n",
      "1\n2.log": "",
      "1\r2.log": "",
      "c\nd/x/y": "",
      "c\rd/\u2028/x/y": "",
      "a/\n/\u2029": "",
      "\n/\r/b": "",
      "\n.tmp": "",
      "\r.tmp": "",
      "\u0085\n\r\u2028": "",
    },
    taken: ["\u0085\n\r\u2028"],
    ignored: ["1\n2.log", "1\r2.log", "c\nd/x/y", "c\rd/\u2028/x/y", "a/\n/\u2029", "\n/\r/b", "\n.tmp", "\r.tmp"],
  },
  {
    about: "counts case where the disk does",
    tree: { ".gitignore": "NOTE.txt\nPrivate/\n", "note.txt": "", "NOTE.txt": "", "private/a": "", "Private/a": "" },
    taken: ["note.txt", "private/a"],
    ignored: ["NOTE.txt", "Private/a"],
  },
  {
    about: "reads the repository's exclude file, after which .gitignore may take back",
    tree: { ".git/info/exclude": "*.key2\n*.tmp\n", ".gitignore": "!keep.tmp\n", "a.key2": "", "a.tmp": "", "keep.tmp": "" },
    taken: ["keep.tmp"],
    ignored: ["a.key2", "a.tmp"],
  },
  {
    about: "reads the file of rules that the repository's own settings name, before its exclude file and .gitignore",
    tree: {
      ...repository,
      ".git/config": '[core]\n\texcludesFile = ~/"my rules" # mine\n',
      ".git/info/exclude": "!b.tmp\nhome\n",
      "home/my rules": "*.tmp\n*.old\n",
      ".gitignore": "!c.old\n",
      "a.tmp": "",
      "b.tmp": "",
      "c.old": "",
      "d.old": "",
    },
    taken: ["b.tmp", "c.old"],
    ignored: ["a.tmp", "d.old"],
  },
  {
    about: "reads a file of rules that is named from the top of the repository",
    tree: {
      ...repository,
      ".git/config": "[core]\nexcludesFile = rules\n",
      rules: "*.tmp\nrules\n",
      "a.tmp": "",
      "sub/b.tmp": "",
      "c.txt": "",
    },
    taken: ["c.txt"],
    ignored: ["a.tmp", "sub/b.tmp"],
  },
  {
    about: "reads no file of rules where the repository's settings name none",
    tree: { ...repository, ".git/config": "[core]\nexcludesFile =\n[other]\nexcludesFile = c.txt\n", "c.txt": "*" },
    taken: ["c.txt"],
    ignored: [],
  },
  {
    about: "reads a worktree's exclude file, which its repository has",
    tree: {
      ".git": "gitdir: TOP/main/worktrees/w\n",
      "main/worktrees/w/commondir": "../..\n",
      "main/worktrees/w/HEAD": "ref: refs/heads/w\n",
      "main/worktrees/w/gitdir": "TOP/.git\n",
      "main/info/exclude": "*.tmp\nmain\n",
      "main/HEAD": "ref: refs/heads/m\n",
      "main/objects/x": "",
      "main/refs/x": "",
      "a.tmp": "",
      "a.txt": "",
    },
    taken: ["a.txt"],
    ignored: ["a.tmp"],
  },
  {
    about: "reads a submodule's exclude file, which its own folder in the repository above has",
    tree: {
      ".git": "gitdir: modules/sub\n",
      "modules/sub/HEAD": "ref: refs/heads/m\n",
      "modules/sub/objects/x": "",
      "modules/sub/refs/x": "",
      "modules/sub/info/exclude": "*.tmp\nmodules\n",
      "a.tmp": "",
      "a.txt": "",
    },
    taken: ["a.txt"],
    ignored: ["a.tmp"],
  },
  {
    about: "keeps to the rules above a nested repository too, whose files Git would not look at",
    tree: {
      ".gitignore": "*.log\n",
      "nested/.git/HEAD": "ref: refs/heads/m\n",
      "nested/.git/info/exclude": "*.tmp\n",
      "nested/a.log": "",
      "nested/a.tmp": "",
      "nested/a.txt": "",
    },
    taken: ["nested/a.txt"],
    ignored: [],
    isStricter: true,
  },
  {
    about: "keeps to what searches keep to: .ignore and .rgignore",
    tree: { ".ignore": "*.a\n", "sub/.rgignore": "*.b\n", "x.a": "", "sub/x.b": "", "sub/x.c": "", ".gitignore": "!x.a\n" },
    taken: ["sub/x.c"],
    ignored: [],
    isStricter: true,
  },
  {
    about: "keeps to a .gitignore that is a link, which Git doesn't follow, and takes nothing back by it",
    tree: {
      ".gitignore": "*.log\n",
      rules: "*.tmp\n!a.log\n",
      "sub/.gitignore": { link: "../rules" },
      "sub/a.log": "",
      "sub/a.tmp": "",
      "sub/a.txt": "",
    },
    taken: ["rules", "sub/a.txt"],
    ignored: ["sub/a.log"],
    isStricter: true,
  },
];

it.each(rules)("a folder that is chosen $about", async ({ tree, taken, ignored, isStricter = false }) => {
  made = new ChosenTree(tree);
  const isRepository = Object.keys(tree).some((path) => path === ".git" || path === ".git/HEAD");
  const hasGit = isRepository ? made.ignoredByGit(ignored).length > 0 : made.initialize();
  expect((await made.take("")).taken).toEqual(taken.toSorted());
  if (!hasGit) return;
  const asked = made.ignoredByGit([...taken, ...ignored]);
  if (isStricter) expect(asked.filter((path) => taken.includes(path))).toEqual([]);
  else expect(asked.toSorted()).toEqual(ignored.toSorted());
});
