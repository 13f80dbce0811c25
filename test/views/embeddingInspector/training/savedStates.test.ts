import { describe, expect, it } from "vitest";
import { SavedStates } from "../../../../src/views/embeddingInspector/training/worker/savedStates.ts";

const stateOf = (step: number) => ({ step, place: { epoch: 0, batch: step }, values: new Float32Array(10) });
/** Walks through a run, keeping what is wanted. */
const walk = (states: SavedStates, steps: number): void => {
  for (let step = 1; step <= steps; step++) if (states.wants(step, 40)) states.add(stateOf(step));
};

describe("SavedStates", () => {
  it("keeps states at even distances, twice as far apart when there is no more room", () => {
    const states = new SavedStates(200, 10); // five states of 40 bytes
    walk(states, 50);
    expect(states.steps).toEqual([10, 20, 30, 40, 50]);
    walk(states, 70);
    expect(states.steps).toEqual([20, 40, 60]);
    walk(states, 1000);
    expect(states.bytes).toBeLessThanOrEqual(200);
    expect(states.steps.at(-1)).toBeGreaterThan(800);
  });

  it("finds the last one at or before a step", () => {
    const states = new SavedStates(1000, 10);
    walk(states, 30);
    expect(states.before(25)?.step).toBe(20);
    expect(states.before(30)?.step).toBe(30);
    expect(states.before(9)).toBeUndefined();
  });

  it("wants none that is larger than its budget", () => {
    expect(new SavedStates(39, 10).wants(10, 40)).toBe(false);
  });
});
