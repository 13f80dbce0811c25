import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { createStore, keptSlice, slice } from "../../../../src/views/shared/state/store.ts";

const count = slice("count", 0);
const options = keptSlice("options", { show: "text", row: 0 }, v.object({ show: v.picklist(["text", "id"]), row: v.number() }));
const nothingKept = (): void => undefined;

describe("a store", () => {
  it("holds each slice's first value until it is changed", () => {
    const store = createStore(undefined, nothingKept);
    expect(store.get(count)).toBe(0);
    store.update(count, (before) => before + 1);
    expect(store.get(count)).toBe(1);
    expect(createStore(undefined, nothingKept).get(count)).toBe(0);
  });

  it("tells two slices of one name apart", () => {
    const store = createStore(undefined, nothingKept);
    const other = slice("count", "none");
    store.set(count, 5);
    expect(store.get(other)).toBe("none");
  });

  it("calls its listeners once for all that a script changes, and not when nothing changed", async () => {
    const store = createStore(undefined, nothingKept);
    let calls = 0;
    store.watch(() => (calls += 1));
    store.set(count, 1);
    store.set(count, 2);
    expect(calls).toBe(0);
    await Promise.resolve();
    expect(calls).toBe(1);
    store.set(count, 2);
    await Promise.resolve();
    expect(calls).toBe(1);
  });

  it("calls its listeners again for what a listener changes", async () => {
    const store = createStore(undefined, nothingKept);
    const seen: number[] = [];
    store.watch(() => {
      seen.push(store.get(count));
      if (store.get(count) === 1) store.set(count, 2);
    });
    store.set(count, 1);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(seen).toEqual([1, 2]);
  });
});

describe("what outlives the page", () => {
  it("is kept whole, by the slices' names, whenever it changes", () => {
    const kept: unknown[] = [];
    const store = createStore({ options: { show: "id" }, other: 7 }, (values) => kept.push(values));
    store.set(count, 3);
    store.update(options, (before) => ({ ...before, row: 9 }));
    expect(kept).toEqual([{ options: { show: "id", row: 9 }, other: 7 }]);
  });

  it("is filled in where an earlier version did not keep it", () => {
    expect(createStore({ options: { show: "id" } }, nothingKept).get(options)).toEqual({ show: "id", row: 0 });
  });

  it.each([undefined, null, 5, "options", [], { options: null }, { options: { show: "all" } }, { options: { row: "1" } }, { options: [] }])(
    "%j does not fit, and the first value is taken",
    (kept) => {
      expect(createStore(kept, nothingKept).get(options)).toEqual({ show: "text", row: 0 });
    },
  );
});
