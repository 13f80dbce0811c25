/** The lines by which a copied script opens a tokenizer.json and encodes with it, run by Hugging Face's own tokenizers: the ids on the screen. */
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withStartAndEnd } from "../../src/core/tokens/document/framedText.ts";
import { tokenizeText } from "../../src/core/tokens/document/tokenizedText.ts";
import { encodeCall, encodingImports, openEncoding } from "../../src/core/datasets/scripts/scriptEncoding.ts";
import { fixtureBytes, fixtureJson, type GoldenCase, loadTokenizerJson } from "../support/tokenizerFiles.ts";
import { findPython, runPython, skipReason } from "../support/python.ts";

const python = findPython(["tokenizers"]);
const folder = mkdtempSync(join(tmpdir(), "tokenscope-tokenizers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(python === undefined)(`a script with a tokenizer's file${skipReason(python, ["tokenizers"])}`, () => {
  const cases = ["llama3-form", "nfc-flags", "sentencepiece-bpe"].flatMap((name) =>
    (["allow", "text"] as const).flatMap((policy) => [false, true].map((addSpecialTokens) => ({ name, policy, addSpecialTokens }))),
  );
  it.each(cases)("gives the ids on the screen: $name, special tokens: $policy, around: $addSpecialTokens", async (one) => {
    const { name, policy, addSpecialTokens } = one;
    if (python === undefined) return;
    const path = join(folder, `${name}.json`);
    writeFileSync(path, await fixtureBytes(`${name}.json`));
    const golden = (await fixtureJson(`${name}.golden.json`)) as readonly GoldenCase[];
    const texts = golden.map(({ text }) => text.toWellFormed());
    writeFileSync(join(folder, "texts.json"), JSON.stringify(texts));
    const encoding = { kind: "tokenizers", path } as const;
    const script = [
      ...encodingImports(encoding),
      "import json",
      ...openEncoding(encoding, policy),
      `texts = json.load(open(${JSON.stringify(join(folder, "texts.json"))}, encoding="utf-8"))`,
      `print(json.dumps([${encodeCall("text", { encoding, specialTokens: policy, addSpecialTokens })} for text in texts]))`,
    ];
    const ours = await loadTokenizerJson(`${name}.json`);
    expect(JSON.parse(runPython(python, script.join("\n")))).toEqual(
      texts.map((text) => [...withStartAndEnd(tokenizeText(ours, text, policy), addSpecialTokens).ids()]),
    );
  });
});
