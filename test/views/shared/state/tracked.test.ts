import { describe, expect, it } from "vitest";
import { createStore, slice } from "../../../../src/views/shared/state/store.ts";
import { track } from "../../../../src/views/shared/state/tracked.ts";

const one = slice("one", 1);
const other = slice("other", 1);

describe("what a part has read", () => {
  const open = () => {
    const store = createStore(undefined, () => undefined);
    return { store, tracked: track(store) };
  };

  it("has changed when a slice has that it read, and only then", () => {
    const { store, tracked } = open();
    expect(tracked.store.get(one)).toBe(1);
    expect(tracked.hasChanged()).toBe(false);
    store.set(other, 2);
    expect(tracked.hasChanged()).toBe(false);
    store.set(one, 2);
    expect(tracked.hasChanged()).toBe(true);
  });

  it("has changed also when a component of it has read the new state meanwhile: the others have not", () => {
    const { store, tracked } = open();
    tracked.store.get(one);
    store.set(one, 2);
    expect(tracked.store.get(one)).toBe(2);
    expect(tracked.hasChanged()).toBe(true);
  });

  it("is unchanged once it is forgotten and read again", () => {
    const { store, tracked } = open();
    tracked.store.get(one);
    store.set(one, 2);
    tracked.forget();
    tracked.store.get(one);
    expect(tracked.hasChanged()).toBe(false);
  });

  it("changes through the same store", () => {
    const { store, tracked } = open();
    tracked.store.update(one, (state) => state + 1);
    expect(store.get(one)).toBe(2);
  });
});
