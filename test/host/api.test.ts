/** The API, as another extension uses it. Ids are tiktoken's. */
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { TokenscopeApi } from "../../src/host/api/tokenscope.d.ts";

describe("the API for other extensions", () => {
  let api: TokenscopeApi;
  before(async () => {
    const extension = vscode.extensions.getExtension<TokenscopeApi>("tokenscope.tokenscope");
    assert.ok(extension);
    api = await extension.activate();
  });

  it("has a version and names its encodings", () => {
    assert.match(api.version, /^1\.\d+\.\d+$/);
    for (const name of ["gpt2", "cl100k_base", "o200k_base"]) assert.ok(api.encodings.includes(name));
  });

  it("encodes with places, counts and decodes", async () => {
    const { ids, ends } = await api.encode("Hello, world! 🐈", { encoding: "gpt2" });
    assert.deepEqual([...ids], [15496, 11, 995, 0, 12520, 238, 230]);
    assert.deepEqual([...ends], [5, 6, 12, 13, 14, 14, 16]);
    assert.equal(await api.count("Hello, world! 🐈", { encoding: "gpt2" }), 7);
    assert.equal(await api.decode(ids, { encoding: "gpt2" }), "Hello, world! 🐈");
  });

  it("takes a model's name, and says which encoding it reads", async () => {
    assert.equal(api.encodingOfModel("gpt-4o-mini"), "o200k_base");
    assert.equal(api.encodingOfModel("claude-3"), undefined);
    assert.equal(await api.count("The cat sat on the mat.", { encoding: "gpt-4o-mini" }), 7);
  });

  it("treats special tokens as asked", async () => {
    assert.equal(await api.count("<|endoftext|>", { encoding: "gpt2" }), 1);
    assert.equal(await api.count("<|endoftext|>", { encoding: "gpt2", specialTokens: "text" }), 7);
  });

  it("refuses what it does not know, in a sentence", async () => {
    await assert.rejects(api.count("x", { encoding: "nonsense" }), /no encoding and no model/);
    await assert.rejects(api.decode([999_999], { encoding: "gpt2" }), /999999/);
  });

  it("ends when its signal says so", async () => {
    const controller = new AbortController();
    controller.abort(new Error("not needed any more"));
    await assert.rejects(api.count("x".repeat(100_000), { encoding: "gpt2", signal: controller.signal }), /not needed any more/);
  });

  it("gives GPTDatasetV1's windows and their ledger", () => {
    const windows = api.windows(10, { maxLength: 4, stride: 2 });
    assert.equal(windows.count, 3);
    assert.deepEqual(windows.at(2), { inputs: { from: 4, to: 8 }, targets: { from: 5, to: 9 } });
    assert.deepEqual(api.ledger(10, { maxLength: 4, stride: 2, batchSize: 2, dropLast: true }), {
      tokenCount: 10,
      windowCount: 3,
      batchCount: 1,
      lostWindowCount: 1,
      neverInputCount: 2,
      neverTargetCount: 1,
      neverInputAfterDropLastCount: 4,
      neverTargetAfterDropLastCount: 3,
    });
  });

  it("serves an extension of somebody else's, which names ours as its dependency", async () => {
    const example = vscode.extensions.getExtension("tokenscope-tests.tokenscope-example");
    assert.ok(example, "the example extension is not loaded beside ours");
    await example.activate();
    const said = await vscode.commands.executeCommand("tokenscopeExample.firstTokens", "The cat 🐈 sat on the mat.", "gpt-4o-mini");
    assert.equal(said, "o200k_base: The| cat| | … 10 tokens, 6 windows");
  });
});
