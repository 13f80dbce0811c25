import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPatch, defaultLens, type LensPatch } from "../../../../src/lens/lens.ts";
import type { ViewState } from "../../../../src/protocol/views.ts";
import { planTables } from "../../../../src/views/embeddingInspector/tables/tablePlan.ts";
import { initialize } from "../../../support/plain/atOnce.ts";

const view = (embedding: NonNullable<LensPatch["embedding"]>, maxLength = 4): ViewState => ({
  lens: applyPatch(defaultLens, { embedding, windows: { maxLength } }),
  text: { kind: "none" },
  weights: { kind: "seeded" },
});

describe("the tables a lens asks for", () => {
  it("are none as long as nobody knows the vocabulary", () => {
    expect(planTables(view({})).kind).toBe("none");
  });
  it("stay the same ones while the window's length changes", () => {
    const keys = [1, 4, 1024].map((maxLength) => planTables(view({ vocabSize: 10 }, maxLength)));
    expect(new Set(keys.map((plan) => ("key" in plan ? plan.key : "")))).toHaveProperty("size", 1);
  });
  it("are refused with what to do when they would not fit", () => {
    expect(planTables(view({ vocabSize: 1_000_000, embeddingDim: 4096 }))).toMatchObject({
      kind: "tooLarge",
      message: expect.stringContaining("Choose a smaller vocab_size or embedding_dim."),
    });
  });
  it("begin with exactly the rows that tables of the asked size have", () => {
    const options = fc.record({
      vocabSize: fc.integer({ min: 1, max: 20 }),
      embeddingDim: fc.integer({ min: 1, max: 33 }),
      contextLength: fc.integer({ min: 1, max: 20 }),
      seed: fc.integer({ min: 0, max: 2 ** 32 }),
    });
    fc.assert(
      fc.property(options, ({ vocabSize, embeddingDim, contextLength, seed }) => {
        const plan = planTables(view({ vocabSize, embeddingDim, contextLength, seed }));
        if (plan.kind !== "seeded") throw new Error(plan.kind);
        const exact = initialize({ vocabSize, embeddingDim, contextLength, seed });
        const drawn = initialize({ vocabSize, embeddingDim, contextLength: plan.drawnPositions, seed });
        expect(drawn.tokenEmbedding).toEqual(exact.tokenEmbedding);
        expect(drawn.positionalEmbedding.weight.subarray(0, contextLength * embeddingDim)).toEqual(exact.positionalEmbedding.weight);
      }),
    );
  });
});
