import { describe, expect, it } from "vitest";
import { createLatest } from "../../../src/views/shared/latest.ts";

/** Requests whose answers the test gives. */
function rig() {
  const asked: { wish: string; signal: AbortSignal; answer: (result: string) => void; refuse: (error: Error) => void }[] = [];
  const results: string[] = [];
  const errors: string[] = [];
  const latest = createLatest(
    (wish: string, signal) => new Promise<string>((answer, refuse) => asked.push({ wish, signal, answer, refuse })),
    (result) => results.push(result),
    (error) => errors.push(String(error)),
  );
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { latest, asked, results, errors, settled };
}

describe("one request at a time, the latest wish next", () => {
  it("asks at once when nothing is under way, and only for the last of the wishes that came meanwhile", async () => {
    const { latest, asked, results, settled } = rig();
    for (const wish of ["a", "b", "c"]) latest.wish(wish);
    expect(asked.map(({ wish }) => wish)).toEqual(["a"]);
    asked[0]?.answer("A");
    await settled();
    expect(asked.map(({ wish }) => wish)).toEqual(["a", "c"]);
    asked[1]?.answer("C");
    await settled();
    expect(results).toEqual(["A", "C"]);
    expect(latest.busy).toBe(false);
  });

  it("cancelling aborts what is under way, forgets what waits, and lets neither answer nor error through", async () => {
    const { latest, asked, results, errors, settled } = rig();
    latest.wish("a");
    latest.wish("b");
    latest.cancel();
    expect(asked[0]?.signal.aborted).toBe(true);
    latest.wish("c");
    asked[0]?.refuse(new Error("too late"));
    asked[1]?.answer("C");
    await settled();
    expect({ asked: asked.map(({ wish }) => wish), results, errors }).toEqual({ asked: ["a", "c"], results: ["C"], errors: [] });
  });

  it("goes on after an error", async () => {
    const { latest, asked, results, errors, settled } = rig();
    latest.wish("a");
    latest.wish("b");
    asked[0]?.refuse(new Error("no"));
    await settled();
    asked[1]?.answer("B");
    await settled();
    expect({ results, errors }).toEqual({ results: ["B"], errors: ["Error: no"] });
  });
});
