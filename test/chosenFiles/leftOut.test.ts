/** What is left out of a folder that is chosen, and said to be, on a real disk: links, pipes, ignore files that can't be read, what exports wrote. */
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type * as vscode from "vscode";
import { state, Uri } from "../support/vscodeOnDisk.ts";
import { ChosenTree, type Entry, type Tree, uriOf } from "./support/chosenTree.ts";

let made: ChosenTree | undefined;
afterEach(() => made?.remove());

describe("a folder that is chosen", () => {
  it.each<{ readonly about: string; readonly tree: Tree; readonly why: RegExp }>([
    { about: "is a folder", tree: { "sub/.gitignore": "folder" }, why: /what \.gitignore keeps out is unknown, since it is a folder$/ },
    { about: "is a pipe", tree: { "sub/.gitignore": "pipe" }, why: /since it is neither a file nor a folder$/ },
    {
      about: "is a link to a pipe",
      tree: { "sub/.gitignore": { link: "../../pipe" }, "../pipe": "pipe" },
      why: /neither a file nor a folder$/,
    },
    { about: "is a link to nowhere", tree: { "sub/.gitignore": { link: "gone" } }, why: /since it is neither a file nor a folder$/ },
    { about: "is UTF-16", tree: { "sub/.gitignore": Uint8Array.of(0xff, 0xfe, 0x61, 0) }, why: /since it holds NUL bytes/ },
    { about: "is Latin-1", tree: { "sub/.gitignore": Uint8Array.of(0x63, 0xe9) }, why: /since it is not UTF-8 text$/ },
    { about: "is .ignore, a pipe", tree: { "sub/.ignore": "pipe" }, why: /what \.ignore keeps out is unknown/ },
    { about: "is .rgignore, a folder", tree: { "sub/.rgignore": "folder" }, why: /what \.rgignore keeps out is unknown/ },
    { about: "is an exclude file, a pipe", tree: { "sub/.git/info/exclude": "pipe" }, why: /what exclude keeps out is unknown/ },
    { about: "can't be read", tree: { "sub/.gitignore": "*" }, why: /since it can't be read: the permission is missing$/ },
    {
      about: "is where settings say that can't be read",
      tree: { "sub/.git/config": "[core]" },
      why: /what \.git keeps out is unknown, since it can't be/,
    },
    {
      about: "is where a .git says that can't be read",
      tree: { "sub/.git": "gitdir: x" },
      why: /what \.git keeps out is unknown, since it can't be read/,
    },
  ])("is left out where a file of rules $about, and taken after a yes", async ({ about, tree, why }) => {
    made = new ChosenTree({
      "in/a.txt": "",
      "in/sub/b.txt": "",
      ...Object.fromEntries(Object.entries(tree).map(([path, entry]) => [join("in", path), entry])),
    });
    if (about.endsWith("can't be read")) for (const path of Object.keys(tree)) state.closed.add(join(made.top, "in", path));
    const { taken, left } = await made.take("in");
    expect(taken).toEqual(["a.txt"]);
    expect(left["sub"]).toMatch(why);
    expect((await made.take("in", { mayPassOver: () => Promise.resolve(true) })).taken).toEqual(["a.txt", "sub/b.txt"]);
  });

  it.each<{
    readonly about: string;
    readonly chosen: string;
    readonly tree: Tree;
    readonly taken: readonly string[];
    readonly left: Readonly<Record<string, RegExp>>;
  }>([
    {
      about: "links out of the folder, to folders above it, and to nowhere",
      chosen: "in",
      tree: {
        "out.txt": "",
        "in/a.txt": "",
        "in/b.txt": { link: "../out.txt" },
        "in/up": { link: ".." },
        "in/self": { link: "self" },
        "in/gone": { link: "nothing" },
      },
      taken: ["a.txt"],
      left: { "b.txt": /is a link, which may lead out/, up: /is a link to a folder/, self: /is a link/, gone: /is a link/ },
    },
    {
      about: "pipes",
      chosen: "in",
      tree: { "in/a.txt": "", "in/b.txt": "pipe" },
      taken: ["a.txt"],
      left: { "b.txt": /is neither a file nor a folder/ },
    },
    {
      about: "a pipe chosen by itself",
      chosen: "b.txt",
      tree: { "b.txt": "pipe" },
      taken: [],
      left: { "b.txt": /is neither a file nor a folder/ },
    },
    {
      about: "a link to a pipe chosen by itself",
      chosen: "a",
      tree: { "b.txt": "pipe", a: { link: "b.txt" } },
      taken: [],
      left: { a: /neither/ },
    },
    {
      about: "Git's own folder, whatever the case of its name",
      chosen: "",
      tree: { ".git/config": "", "sub/.GIT/config": "", "a.txt": "" },
      taken: ["a.txt"],
      left: { ".git": /is Git's own/, "sub/.GIT": /is Git's own/ },
    },
  ])("leaves out $about", async ({ chosen, tree, taken, left }) => {
    made = new ChosenTree(tree);
    const found = await made.take(chosen);
    expect(found.taken).toEqual(taken);
    expect(Object.keys(found.left).toSorted()).toEqual(Object.keys(left).toSorted());
    for (const [path, why] of Object.entries(left)) expect(found.left[path]).toMatch(why);
  });

  it("through a link keeps to the rules of where it leads, and to those of its repository", async () => {
    made = new ChosenTree({
      "repository/.git/info/exclude": "*.old\n",
      "repository/.gitignore": "*.log\n/data/hidden.txt\n",
      "repository/data/.gitignore": "*.tmp\n",
      ...Object.fromEntries(["a.txt", "b.log", "c.tmp", "d.old", "hidden.txt"].map((name) => [`repository/data/${name}`, ""])),
      "elsewhere/link": { link: "../repository/data" },
    });
    expect((await made.take("elsewhere/link")).taken).toEqual(["a.txt"]);
    state.workspaceFolder = Uri.file(join(made.top, "elsewhere"));
    expect((await made.take("elsewhere/link")).taken).toEqual(["a.txt"]);
  });

  it("in a workspace folder that is reached by a link keeps to the rules between the two", async () => {
    made = new ChosenTree({ "real/.gitignore": "*.log\n", "real/sub/a.txt": "", "real/sub/b.log": "", link: { link: "real" } });
    state.workspaceFolder = Uri.file(join(made.top, "link"));
    expect((await made.take("link/sub")).taken).toEqual(["a.txt"]);
  });

  it("keeps to the user's own file of rules, before those of the repository", async () => {
    made = new ChosenTree({
      mine: "*.tmp\n*.log\n",
      "in/.git/HEAD": "",
      "in/.gitignore": "!keep.log\n",
      "in/a.tmp": "",
      "in/keep.log": "",
      "in/b.log": "",
    });
    const mine = uriOf(join(made.top, "mine"));
    const platform = {
      homeFolder: undefined,
      gitExcludesFile: () => Promise.resolve(mine),
      realFolder: (uri: vscode.Uri) => Promise.resolve(uri),
    };
    expect((await made.take("in", { platform })).taken).toEqual(["keep.log"]);
  });

  it.each<{ readonly about: string; readonly manifest: Entry; readonly taken: readonly string[] }>([
    {
      about: "what it lists, of this export and earlier ones",
      manifest: JSON.stringify({ tokenscopeDataset: 4, outputs: [{ path: "train.jsonl" }], earlier: ["val.txt"] }),
      taken: ["a.txt"],
    },
    {
      about: "nothing that is elsewhere",
      manifest: JSON.stringify({ tokenscopeDataset: 4, outputs: [{ path: "../a.txt" }, { path: "./a.txt" }] }),
      taken: ["a.txt", "train.jsonl", "val.txt"],
    },
    {
      about: "nothing by somebody else's",
      manifest: '{"outputs":[{"path":"a.txt"}]}',
      taken: ["a.txt", "dataset.json", "train.jsonl", "val.txt"],
    },
    { about: "nothing by a damaged one", manifest: '{"tokenscopeDataset":4,', taken: ["a.txt", "dataset.json", "train.jsonl", "val.txt"] },
    {
      about: "nothing by one with values of other types",
      manifest: '{"tokenscopeDataset":4,"outputs":{"path":"a.txt"},"earlier":"a.txt"}',
      taken: ["a.txt", "dataset.json", "train.jsonl", "val.txt"],
    },
    { about: "nothing by a pipe of its name", manifest: "pipe", taken: ["a.txt", "train.jsonl", "val.txt"] },
    { about: "nothing by a folder of its name", manifest: "folder", taken: ["a.txt", "train.jsonl", "val.txt"] },
  ])("leaves out by the manifest of an export $about", async ({ manifest, taken }) => {
    made = new ChosenTree({ "in/dataset.json": manifest, "in/a.txt": "", "in/train.jsonl": "", "in/val.txt": "" });
    expect((await made.take("in")).taken).toEqual(taken);
  });
});
