import { describe, expect, it } from "vitest";
import { query } from "../../../../src/views/shared/state/query.ts";

interface Run {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly answer: (result: string) => void;
  readonly refuse: (error: Error) => void;
}

/** A query whose wanted key the test sets and whose runs it answers. */
function rig(inTurn?: string) {
  const runs: Run[] = [];
  const seen: string[] = [];
  let wanted: string | "unchanged" | undefined;
  const asked = query<string>(() => {
    if (wanted === undefined || wanted === "unchanged") return wanted;
    const key = wanted;
    return {
      key,
      run: (signal) => new Promise((answer, refuse) => runs.push({ key, signal, answer, refuse })),
      done: (result) => seen.push(result),
      failed: (error) => seen.push(String(error)),
      ...(inTurn === undefined ? {} : { inTurn }),
    };
  });
  const want = (key: string | undefined): void => {
    wanted = key;
    asked.update();
  };
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
  };
  return { asked, want, runs, seen, settled, keys: () => runs.map(({ key }) => key) };
}

describe("a query", () => {
  it("runs when its key changes, and only then", async () => {
    const { want, runs, seen, settled, keys } = rig();
    want("a");
    want("a");
    runs[0]?.answer("A");
    await settled();
    want("a");
    want("b");
    expect(keys()).toEqual(["a", "b"]);
    expect(seen).toEqual(["A"]);
  });

  it("aborts what is not wanted any more, and shows neither its result nor its error", async () => {
    const { want, runs, seen, settled } = rig();
    want("a");
    want("b");
    want("c");
    expect(runs.map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
    runs[0]?.answer("too late");
    runs[1]?.refuse(new Error("too late"));
    runs[2]?.answer("C");
    await settled();
    expect(seen).toEqual(["C"]);
  });

  it("does not ask again what was answered, refused or fell short", async () => {
    const { want, runs, seen, settled, keys } = rig();
    want("a");
    runs[0]?.refuse(new Error("no"));
    await settled();
    want("a");
    want("a");
    expect([keys(), seen]).toEqual([["a"], ["Error: no"]]);
  });

  it("is aborted when nothing is wanted, and runs again when the same is wanted anew", () => {
    const { want, runs, keys } = rig();
    want("a");
    want(undefined);
    expect(runs[0]?.signal.aborted).toBe(true);
    want("a");
    expect(keys()).toEqual(["a", "a"]);
  });

  it("goes on while it can't be told what is wanted", async () => {
    const { want, runs, seen, settled } = rig();
    want("a");
    want("unchanged");
    runs[0]?.answer("A");
    await settled();
    expect(seen).toEqual(["A"]);
  });

  it("asks for nothing while its condition does not hold", () => {
    const { asked, want, runs, keys } = rig();
    let isOn = true;
    asked.onlyWhile(() => isOn);
    want("a");
    isOn = false;
    want("a");
    expect(runs[0]?.signal.aborted).toBe(true);
    isOn = true;
    want("a");
    expect(keys()).toEqual(["a", "a"]);
  });
});

describe("a query in turn", () => {
  it("finishes what is under way, then asks for the latest of what was wanted meanwhile", async () => {
    const { want, runs, seen, settled, keys } = rig("rows");
    for (const key of ["a", "b", "c"]) want(key);
    expect(keys()).toEqual(["a"]);
    runs[0]?.answer("A");
    await settled();
    expect(keys()).toEqual(["a", "c"]);
    runs[1]?.answer("C");
    await settled();
    expect(seen).toEqual(["A", "C"]);
  });

  it("goes on after an error", async () => {
    const { want, runs, seen, settled } = rig("rows");
    want("a");
    want("b");
    runs[0]?.refuse(new Error("no"));
    await settled();
    runs[1]?.answer("B");
    await settled();
    expect(seen).toEqual(["Error: no", "B"]);
  });
});
