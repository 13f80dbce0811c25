/** Scripts with hostile texts, places of files and tokenizers in them: Python parses each, finds them as plain values, and the rest of the script as it is
 *  with harmless ones. */
import { describe, expect, it } from "vitest";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyAsHuggingFace } from "../../../../src/core/datasets/scripts/copyAsHuggingFace.ts";
import { copyAsPyTorch, type PyTorchScriptOptions } from "../../../../src/core/datasets/scripts/copyAsPyTorch.ts";
import { copyAsRayData } from "../../../../src/core/datasets/scripts/copyAsRayData.ts";
import { hostileTexts } from "../../../support/hostileTexts.ts";
import { findPython, runPython, skipReason } from "../../../support/python.ts";

const common = {
  specialTokens: "allow",
  addSpecialTokens: false,
  endOfLine: "lf",
  windows: { maxLength: 4, stride: 4, batchSize: 8, shuffle: false, seed: 123, epoch: 0, dropLast: true },
  batch: 0,
  print: "list",
} as const;
const tiktoken = { kind: "tiktoken", name: "gpt2" } as const;

/** What each kind of script makes of one foreign text. */
const kinds: Readonly<Record<string, (text: string) => string>> = {
  "a text in PyTorch's": (text) =>
    copyAsPyTorch({ ...common, encoding: tiktoken, source: { kind: "text", text } } satisfies PyTorchScriptOptions),
  "a text in Hugging Face's": (text) => copyAsHuggingFace({ ...common, encoding: tiktoken, source: { kind: "text", text } }),
  "the place of a file": (path) => copyAsPyTorch({ ...common, encoding: tiktoken, source: { kind: "file", path } }),
  "the place of a tokenizer.json": (path) =>
    copyAsPyTorch({ ...common, encoding: { kind: "tokenizers", path }, source: { kind: "file", path: "a" } }),
  "the place and pattern of ranks": (path) =>
    copyAsHuggingFace({ ...common, encoding: { kind: "ranks", path, regex: path }, source: { kind: "file", path: "a" } }),
  "a folder and its files in Ray's": (path) =>
    copyAsRayData({
      ...common,
      encoding: tiktoken,
      encodingId: path,
      folder: path,
      paths: [path, "harmless"],
      labels: "shifted",
      separatorId: 50256,
      separatorPlace: "between",
      split: { by: "none", validationFraction: 0 },
    }),
};

/** Prints, for each script, the tree without the text's constants, and how many of them there were. */
const reader = `
import ast, hashlib, json, sys
out = []
for script, text in json.load(open(sys.argv[1], encoding="utf-8")):
    tree = ast.parse(script)
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value == text:
            node.value = None
            count += 1
    out.append([hashlib.sha256(ast.dump(tree).encode()).hexdigest(), count])
json.dump(out, sys.stdout)
`;

const python = findPython([]);
describe.skipIf(python === undefined)(`a script that holds a hostile text as${skipReason(python, [])}`, () => {
  it.each(Object.entries(kinds))("%s differs in these values alone", (_, make) => {
    const folder = mkdtempSync(join(tmpdir(), "tokenscope-scripts-"));
    try {
      const harmless = "a harmless text that stands nowhere else";
      // A third of them, which still has some of each kind; one character may stand elsewhere in the script too.
      const some = hostileTexts.filter(({ length }, at) => at % 3 === 0 && length > 1).map((text) => text.toWellFormed());
      const texts = [harmless, ...some.filter((text) => !make(harmless).includes(text))];
      writeFileSync(join(folder, "scripts.json"), JSON.stringify(texts.map((text) => [make(text), text])));
      const read = JSON.parse(runPython(python!, reader, { args: [join(folder, "scripts.json")] })) as [string, number][]; // skipped without
      const [first, ...others] = read;
      expect(first?.[1]).toBeGreaterThan(0);
      expect(others.length).toBeGreaterThan(200);
      for (const [at, each] of others.entries()) expect(each, JSON.stringify(texts[at + 1])).toEqual(first);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
