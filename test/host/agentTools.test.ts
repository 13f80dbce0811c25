/** The tools for agents, invoked as an agent's host does, on a real folder. Expected counts are tiktoken's. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { countTokens } from "../../src/host/tools/countTokens.ts";
import { explainTokens } from "../../src/host/tools/explainTokens.ts";
import { findSimilarTokens } from "../../src/host/tools/findSimilarTokens.ts";
import { checkpointValue, makeCheckpoint } from "../support/makeCheckpoint.ts";
import { activate, openText } from "./support.ts";

type Answer = Record<string, unknown>;

async function invoke(name: string, input: object): Promise<Answer> {
  const { content } = await vscode.lm.invokeTool(`tokenscope_${name}`, { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Answer;
}

/** What the tool's error says to the model. */
async function refusal(name: string, input: object): Promise<string> {
  try {
    return `no error: ${JSON.stringify(await invoke(name, input))}`;
  } catch (error) {
    return String(error);
  }
}

interface DeclaredTool {
  readonly name: string;
  readonly inputSchema: { readonly properties: Record<string, unknown> };
}

describe("tools for agents", () => {
  let folder: vscode.Uri;
  const write = (path: string, content: string | Uint8Array): Thenable<void> =>
    vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, path),
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
  before(async () => {
    await activate();
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(workspace, "The suite runs in a folder.");
    folder = vscode.Uri.joinPath(workspace, "agent");
    await write("a.md", "The cat sat on the mat.\n".repeat(10));
    await write("b.txt", "Hello, world!\n");
    await write("ignored.log", "not counted\n");
    await write(".gitignore", "*.log\n");
    await write("picture.bin", new Uint8Array([0, 1, 2, 3]));
  });
  after(() => vscode.workspace.fs.delete(folder, { recursive: true }));

  it("are declared with the properties that they check", () => {
    const manifest = vscode.extensions.getExtension("tokenscope.tokenscope")?.packageJSON as {
      contributes: { languageModelTools: DeclaredTool[] };
    };
    const declared = manifest.contributes.languageModelTools.map(({ name, inputSchema }) => [
      name,
      Object.keys(inputSchema.properties).sort(),
    ]);
    const entries = (schema: unknown): string[] => Object.keys((schema as { entries: object }).entries).sort(); // of the object that is piped on
    const checked = [countTokens, explainTokens, findSimilarTokens].map(({ name, schema }) => [name, entries(schema)]);
    assert.deepEqual(declared, checked);
    for (const [name] of checked)
      assert.ok(
        vscode.lm.tools.some((tool) => tool.name === name),
        `${String(name)} is not offered.`,
      );
  });

  it("count a text under a model's name", async () => {
    assert.deepEqual(await invoke("count_tokens", { text: "The cat sat on the mat.", encoding: "gpt-4o" }), {
      encoding: "o200k_base",
      tokens: 7,
      characters: 23,
      bytes: 23,
    });
  });

  it("say where a budget ends in a text", async () => {
    const answer = await invoke("count_tokens", { text: "The cat\nsat on the mat.", encoding: "gpt2", budget: 4 });
    assert.equal(answer["fits"], false);
    assert.deepEqual(answer["cut"], {
      character: 11,
      line: 2,
      column: 4,
      tokensBefore: 4,
      textBefore: "The cat\nsat",
      textAfter: " on the mat.",
      lastWholeLine: 1,
    });
    assert.equal((await invoke("count_tokens", { text: "The cat", encoding: "gpt2", budget: 4 }))["fits"], true);
  });

  it("count a folder without what Git ignores, and list binary files with the reason", async () => {
    const answer = await invoke("count_tokens", { paths: ["agent"], encoding: "gpt2" });
    assert.equal(answer["tokens"], 10 * 8 + 5);
    assert.deepEqual(answer["largestFirst"], [
      { path: "a.md", tokens: 80, bytes: 240 },
      { path: "b.txt", tokens: 5, bytes: 14 },
    ]);
    assert.match(JSON.stringify(answer["leftOut"]), /picture\.bin.*is a binary file/);
    assert.ok(!JSON.stringify(answer).includes("ignored.log"));
  });

  it("count what a glob matches, and say where a budget ends among the files", async () => {
    const answer = await invoke("count_tokens", { paths: ["agent/*.{md,txt}"], encoding: "gpt2", budget: 82 });
    assert.equal(answer["files"], 2);
    assert.equal(answer["fits"], false);
    assert.equal(answer["wholeFilesInPathOrder"], 1);
    assert.equal(answer["endsIn"], "agent/b.txt");
    assert.equal((answer["cut"] as Answer)["textBefore"], "Hello,");
  });

  it("explain a text token by token, with merges on demand", async () => {
    const { tokens } = await invoke("explain_tokens", { text: "a\n 🐈", encoding: "gpt2" });
    assert.deepEqual(tokens, [
      { index: 0, id: 64, text: "a", from: 0, to: 1, line: 1 },
      { index: 1, id: 198, text: "\n", from: 1, to: 2, line: 1 },
      { index: 2, id: 12520, bytes: "20 f0 9f", from: 2, to: 3, line: 2 },
      { index: 3, id: 238, bytes: "90", from: 3, to: 3, line: 2 },
      { index: 4, id: 230, bytes: "88", from: 3, to: 5, line: 2 },
    ]);
    const merged = await invoke("explain_tokens", { text: " cat", encoding: "gpt2", merges: true });
    assert.deepEqual((merged["tokens"] as Answer[])[0]?.["merges"], [
      ["a", "t", 265],
      [" ", "c", 269],
      [" c", "at", 3797],
    ]);
  });

  it("explain a part of a file from a line on, at most 100 tokens at once", async () => {
    const answer = await invoke("explain_tokens", { path: "agent/a.md", encoding: "gpt2", fromLine: 3, count: 2 });
    assert.equal(answer["from"], 16);
    assert.match(String(answer["more"]), /fromToken 18/);
    assert.deepEqual(
      (answer["tokens"] as Answer[]).map(({ text, line }) => [text, line]),
      [
        ["The", 3],
        [" cat", 3],
      ],
    );
  });

  it("turn ids back into text", async () => {
    const answer = await invoke("explain_tokens", { ids: [464, 3797], encoding: "gpt2" });
    assert.equal(answer["text"], "The cat");
  });

  it("refuse Claude by name, and say what to do", async () => {
    const said = await refusal("count_tokens", { text: "x", encoding: "claude-sonnet-4" });
    assert.match(said, /Anthropic publishes no tokenizer/);
    assert.match(said, /estimate/);
  });

  it("name what is wrong with an input", async () => {
    assert.match(await refusal("count_tokens", { text: "x", encoding: "nonsense" }), /no encoding and no model.*gpt2/);
    assert.match(await refusal("count_tokens", {}), /"text" or "paths"/);
    assert.match(await refusal("count_tokens", { paths: ["agent/missing.txt"] }), /missing\.txt/);
    assert.match(await refusal("explain_tokens", { ids: [999_999], encoding: "gpt2" }), /no token 999999/);
    assert.match(await refusal("find_similar_tokens", { text: " cat" }), /Load Embedding Weights/);
  });

  it("find the tokens whose rows are nearest, of all rows of the loaded checkpoint", async () => {
    const shape = { vocabSize: 50_257, contextLength: 4, embeddingDim: 4 };
    await write("tiny.safetensors", makeCheckpoint(shape, "F32"));
    await openText("The cat");
    await vscode.commands.executeCommand("tokenscope.loadEmbeddingWeights", vscode.Uri.joinPath(folder, "tiny.safetensors"));
    const answer = await invoke("find_similar_tokens", { text: " cat", encoding: "gpt2", count: 3 });
    assert.deepEqual(answer["token"], { id: 3797, text: " cat" });
    const row = (id: number): number[] => Array.from({ length: shape.embeddingDim }, (_, column) => checkpointValue(1, id, column));
    const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    const query = row(3797);
    const likeness = (id: number): number => dot(query, row(id)) / Math.sqrt(dot(query, query) * dot(row(id), row(id)));
    const best = Array.from({ length: shape.vocabSize }, (_, id) => ({ id, similarity: likeness(id) }))
      .filter(({ id }) => id !== 3797)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, 3);
    const nearest = answer["nearest"] as { id: number; similarity: number }[];
    assert.deepEqual(
      nearest.map(({ similarity }) => similarity),
      best.map(({ similarity }) => Number(similarity.toFixed(4))),
    );
    assert.equal(answer["rowsCompared"], shape.vocabSize);
    assert.equal(answer["note"], undefined);
  });

  it("say what a text is that is not one token, and whose rows the weights are", async () => {
    await write("tiny.safetensors", makeCheckpoint({ vocabSize: 50_257, contextLength: 4, embeddingDim: 4 }, "F32"));
    await vscode.commands.executeCommand("tokenscope.loadEmbeddingWeights", vscode.Uri.joinPath(folder, "tiny.safetensors"));
    const similar = (input: object): Promise<string> => refusal("find_similar_tokens", input);
    assert.match(
      await similar({ text: "The cat", encoding: "gpt2" }),
      /"The cat" is 2 tokens of gpt2, not one: 464 \{"text":"The"\}, 3797 \{"text":" cat"\}\. Ask for one of them by its "id"/,
    );
    assert.match(await similar({ text: "Awakening", encoding: "gpt2" }), /it is one token: ask for " Awakening"/);
    assert.match(await similar({ text: " cat", encoding: "cl100k_base" }), /another vocabulary.*the name says GPT-2.*Choose gpt2/);
    assert.match(await similar({ id: 50_257, encoding: "gpt2" }), /no row 50257: its rows are 0 to 50256/);
    assert.match(await similar({ text: " cat", count: 51 }), /count: .*<=50/);
    // Rows of another vocabulary have numbers, and none of this one's words.
    const { token, nearest } = await invoke("find_similar_tokens", { id: 3797, encoding: "cl100k_base", count: 1 });
    assert.deepEqual(token, { id: 3797 });
    assert.deepEqual(Object.keys((nearest as object[])[0] ?? {}), ["id", "similarity"]);
  });

  it("ask before they read files, and only then", () => {
    assert.match(String(countTokens.prepare({ paths: ["src"] }).confirmationMessages?.title), /files/);
    assert.equal(countTokens.prepare({ text: "x" }).confirmationMessages, undefined);
    assert.ok(explainTokens.prepare({ path: "a.md" }).confirmationMessages);
  });
});
