/** The rows of Select Encoding: encodings and models, by the names people know. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { type EncodingItem, encodingItems } from "../../src/host/commands/encodingItems.ts";

const files = [{ uri: vscode.Uri.file("/models/qwen/tokenizer.json"), label: "qwen/tokenizer.json", place: "models/qwen/tokenizer.json" }];
const rows = (typed: string): EncodingItem[] =>
  encodingItems({ current: "gpt2", typed, counts: new Map([["o200k_base", 1234]]), files, currentFile: undefined });
const row = (typed: string): EncodingItem | undefined => rows(typed).find(({ label }) => label === typed);

describe("the rows of Select Encoding", () => {
  for (const [model, encoding] of [
    ["gpt-4o-mini", "o200k_base"],
    ["text-embedding-3-small", "cl100k_base"],
    ["davinci", "r50k_base"],
    ["gpt-5.1", "o200k_base"],
    ["gpt-5.9-preview", "o200k_base"],
  ] as const)
    it(`have ${model}, which chooses ${encoding}`, () => assert.equal(row(model)?.encoding, encoding));

  it("say how many tokens a model makes of the text, where that is known", () => {
    assert.match(row("gpt-4o")?.description ?? "", /^o200k_base · 1.234 tokens$/);
    assert.equal(row("davinci")?.description, "r50k_base");
  });

  it("say that Claude has no public tokenizer, and choose nothing for it", () => {
    const closed = row("claude-sonnet-4-5");
    assert.equal(closed?.encoding, undefined);
    assert.match(closed?.description ?? "", /no public tokenizer/);
    assert.equal(closed?.alwaysShow, true, "Typed text that is no row's beginning must not hide the answer.");
  });

  it("have no row for a name nobody knows", () => assert.equal(rows("my-own-model").length, rows("").length));

  it("mark the encoding in use", () => assert.ok(rows("").some(({ label, encoding }) => encoding === "gpt2" && label === "$(check) gpt2")));
});

describe("tokenizers' files in Select Encoding", () => {
  it("are offered under their models' names, and any other can be opened", () => {
    const found = rows("").filter(({ file }) => file !== undefined);
    assert.deepEqual(
      found.map(({ label, description }) => [label, description]),
      [
        ["qwen/tokenizer.json", "models/qwen/tokenizer.json"],
        ["$(folder-opened) Open Tokenizer File…", undefined],
      ],
    );
  });
});
