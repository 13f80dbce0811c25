import { describe, expect, it } from "vitest";
import { trainingScript, type TrainingScriptOptions } from "../../../../src/core/datasets/scripts/trainingScript.ts";
import { smallOptions } from "../../../support/trainingRuns.ts";

const text = {
  encoding: { kind: "tiktoken", name: "gpt2" },
  specialTokens: "allow",
  addSpecialTokens: false,
  endOfLine: "lf",
  source: { kind: "text", text: "ab" },
} as const;
const script = (change: Partial<TrainingScriptOptions> = {}): string => trainingScript(text, { ...smallOptions(), steps: 40, ...change });

describe("trainingScript", () => {
  it("draws in the order of the run: seed, token, position, output layer, × 0.02, seed again, loader", () => {
    const parts = [
      "manual_seed(123)",
      "tok_emb =",
      "pos_emb =",
      "out_head =",
      "tok_emb.weight *= 0.02",
      "manual_seed(123)  #",
      "DataLoader(dataset",
    ];
    let at = 0;
    for (const part of parts) {
      at = script().indexOf(part, at);
      expect(at, part).toBeGreaterThan(0);
    }
  });

  it.each([
    { change: { start: "normal" } as const, says: "optimizer", not: "0.02" },
    { change: { tied: true }, says: "out_head = tok_emb  # tied", not: "torch.nn.Linear" },
    { change: { previousToken: true }, says: "prev_head = torch.nn.Linear(8, 100, bias=False)", not: "return next_loss, next_loss" },
    {
      change: { optimizer: "SGD", learningRate: 0.5 } as const,
      says: "torch.optim.SGD([layer.weight for layer in (tok_emb, pos_emb, out_head)], lr=0.5)",
      not: "Adam",
    },
    { change: { steps: 7 }, says: "islice(batches_of_steps(), 7)", not: "40" },
  ])("with $change says $says", ({ change, says, not }) => {
    expect(script(change)).toContain(says);
    expect(script(change)).not.toContain(not);
  });

  it("keeps whatever the text holds inside a string", () => {
    const odd = trainingScript({ ...text, source: { kind: "text", text: '"\nimport os' } }, { ...smallOptions(), steps: 1 });
    expect(odd.split("\n").filter((line) => line.startsWith("import"))).toEqual(["import tiktoken", "import torch"]);
  });

  it("refuses a learning rate that is no number", () => {
    expect(() => script({ learningRate: Infinity })).toThrow("Infinity is not a number that a script can hold");
  });
});
