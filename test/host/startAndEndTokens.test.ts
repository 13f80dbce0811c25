/** A tokenizer's own start and end tokens, where they are asked for: in the API, in the agents' tools and in what is copied. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { characterOfByte } from "../../src/core/tokens/files/json/byteAlphabet.ts";
import type { TokenscopeApi } from "../../src/host/api/tokenscope.d.ts";
import { closeAll, copiedIds, openText, withSetting } from "./support.ts";

const [merged, start, end] = [256, 257, 258];

/** All bytes under their own ids, one merge, and what Hugging Face's template puts around a text. */
const tokenizer = {
  added_tokens: [
    { id: start, content: "<s>", special: true, normalized: false },
    { id: end, content: "</s>", special: true, normalized: false },
  ],
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "<s>", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "</s>", type_id: 0 } },
    ],
    special_tokens: { "<s>": { id: "<s>", ids: [start], tokens: ["<s>"] }, "</s>": { id: "</s>", ids: [end], tokens: ["</s>"] } },
  },
  model: { type: "BPE", vocab: Object.fromEntries([...characterOfByte, "ab"].map((token, id) => [token, id])), merges: [["a", "b"]] },
};

async function counted(input: object): Promise<Record<string, unknown>> {
  const { content } = await vscode.lm.invokeTool("tokenscope_count_tokens", { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Record<string, unknown>;
}

describe("start and end tokens of a tokenizer's file", () => {
  let api: TokenscopeApi;
  let folder: vscode.Uri;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("tokenscope");
  const write = (name: string, text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
  before(async () => {
    const extension = vscode.extensions.getExtension<TokenscopeApi>("tokenscope.tokenscope");
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(extension && workspace);
    api = await extension.activate();
    folder = vscode.Uri.joinPath(workspace, "start-and-end-test");
    await write("tokenizer.json", JSON.stringify(tokenizer));
    await write("one.txt", "abc");
    await write("two.txt", "ab");
    await settings().update("tokenizers", { framed: "start-and-end-test/tokenizer.json" }, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await closeAll();
    await settings().update("tokenizers", undefined, vscode.ConfigurationTarget.Global);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it("are given by the API where it is asked for them, without a place in the text", async () => {
    const { ids, ends } = await api.encode("abc", { encoding: "framed", addSpecialTokens: true });
    assert.deepEqual([...ids], [start, merged, 0x63, end]);
    assert.deepEqual([...ends], [0, 2, 3, 3]);
    assert.equal(await api.count("abc", { encoding: "framed", addSpecialTokens: true }), 4);
    assert.equal(await api.count("", { encoding: "framed", addSpecialTokens: true }), 2);
    assert.deepEqual([...(await api.encode("abc", { encoding: "framed" })).ids], [merged, 0x63]);
  });

  it("are counted by the agents' tool around a text and around each file as the setting says, and named", async () => {
    const paths = ["start-and-end-test/one.txt", "start-and-end-test/two.txt"];
    const text = { text: "abc", encoding: "framed" };
    assert.deepEqual(await counted(text), { encoding: "framed", tokens: 2, characters: 3, bytes: 3 });
    await withSetting("addSpecialTokens", true, async () => {
      assert.deepEqual(await counted(text), { encoding: "framed", with: "<s> </s>", tokens: 4, characters: 3, bytes: 3 });
      const { with: around, tokens, files } = await counted({ paths, encoding: "framed" });
      assert.deepEqual({ around, tokens, files }, { around: "<s> </s>", tokens: 7, files: 2 });
    });
  });

  it("are in the ids that are copied, and asked for in the script that is, where Python can read the file", async () => {
    await withSetting("encoding", "framed", () =>
      withSetting("addSpecialTokens", true, async () => {
        await openText("abc".repeat(20));
        const ids = await copiedIds();
        assert.deepEqual([ids.length, ids[0], ids[1], ids.at(-1)], [42, start, merged, end]);
        await vscode.env.clipboard.writeText("");
        await vscode.commands.executeCommand("tokenscope.copyAsPyTorch");
        const script = await vscode.env.clipboard.readText();
        if (folder.scheme !== "file") return assert.equal(script, "");
        assert.match(script, /^encoding = Tokenizer\.from_file\(".*tokenizer\.json"\)$/m);
        assert.match(script, /encoding\.encode\(text, add_special_tokens=True\)\.ids/);
      }),
    );
  });
});
