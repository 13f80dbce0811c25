/** What is taken from a run: its tables load again as a checkpoint, with a row for each id. */
import { expect, it } from "vitest";
import { findEmbeddingTables } from "../../../../src/core/checkpoints/embeddingTables.ts";
import { readTable, type Table } from "../../../../src/core/checkpoints/readTable.ts";
import { readSafetensors } from "../../../../src/core/checkpoints/formats/safetensors.ts";
import { finish } from "../../../../src/core/steps.ts";
import type { TrainingOptions } from "../../../../src/core/training/trainingOptions.ts";
import { wholeTablesSteps } from "../../../../src/core/training/wholeTables.ts";
import { trainedSafetensors } from "../../../../src/views/embeddingInspector/training/takeAwayFiles.ts";
import { initialize } from "../../../support/plain/atOnce.ts";
import { runReadingInMemory } from "../../../support/plain/readInMemory.ts";
import { patternIds, smallOptions, startRun, takeSteps, weightsOf } from "../../../support/trainingRuns.ts";

const steps = 30;

function takenFrom(options: TrainingOptions): { trained: ReturnType<typeof weightsOf>; ids: Int32Array; token: Table; positional: Table } {
  const run = startRun(patternIds(300, 60), options);
  takeSteps(run, steps);
  const trained = weightsOf(run);
  const ids = run.lesson.distinctIds;
  const { name, bytes } = trainedSafetensors(options, { step: steps, tables: finish(wholeTablesSteps(options, ids, trained, steps)) });
  expect(name).toBe("trained 30 steps.safetensors");
  const { tokenEmbedding, positionalEmbedding } = findEmbeddingTables(runReadingInMemory(readSafetensors(bytes.length), bytes));
  const read = (tensor: typeof tokenEmbedding): Table =>
    runReadingInMemory(readTable(tensor ?? expect.fail("it is found by its name")), bytes);
  return { trained, ids, token: read(tokenEmbedding), positional: read(positionalEmbedding) };
}

const rowOf = ({ values, columns }: Table, row: number): Float32Array => values.subarray(row * columns, (row + 1) * columns);

it("the token table has the trained rows at their ids, and the seeded ones × 0.02 at all others", () => {
  const options = smallOptions();
  const { trained, ids, token, positional } = takenFrom(options);
  expect([token.rows, token.columns]).toEqual([100, 8]);
  const seeded = initialize(options).tokenEmbedding.weight.map((value) => value * Math.fround(0.02));
  for (let id = 0; id < 100; id++) {
    const row = ids.indexOf(id);
    const expected = row < 0 ? seeded.subarray(id * 8, (id + 1) * 8) : trained.token.subarray(row * 8, (row + 1) * 8);
    expect(rowOf(token, id), `id ${id}`).toEqual(expected);
  }
  expect(positional.values).toEqual(trained.position);
});

it("AdamW has decayed the rows outside the text, as PyTorch does", () => {
  const options = smallOptions({ optimizer: "AdamW" });
  const { ids, token } = takenFrom(options);
  const outside =
    Array.from({ length: 100 }, (_, id) => id).find((id) => !ids.includes(id)) ?? expect.fail("60 of 100 ids are in the text");
  const seeded = initialize(options).tokenEmbedding.weight[outside * 8] ?? 0;
  expect(rowOf(token, outside)[0]).toBeCloseTo(seeded * 0.02 * (1 - 0.01 * 0.01) ** steps, 6);
});

it("a tied run has one table for both", () => {
  const { trained, ids, token } = takenFrom(smallOptions({ tied: true }));
  expect(rowOf(token, ids[5] ?? 0)).toEqual(trained.token.subarray(40, 48));
});
