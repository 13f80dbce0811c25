/** A short run of the fuzzer with fixed seeds. Longer ones: `npm run fuzz -- --seconds 600`. */
import { describe, expect, it } from "vitest";
import { problemOf, runTarget } from "./runTarget.ts";
import type { BytesTarget } from "./target.ts";
import { targets } from "./targets.ts";

describe("changed inputs", () => {
  it.each(targets)("are read or refused: $name", async (target) => {
    const { executions, finds } = await runTarget(target, 20_261_127, { executions: 400, ms: 1_500 });
    expect(finds).toEqual([]);
    expect(executions).toBeGreaterThan(0);
  });
});

describe("the fuzzer", () => {
  const target = (run: BytesTarget["run"]): BytesTarget => ({
    kind: "bytes",
    name: "made up",
    corpus: [Uint8Array.of(1)],
    words: [],
    isRefusal: (error) => error instanceof RangeError,
    run,
  });

  it("finds an error that is no refusal", async () => {
    const wrong = target(() => {
      throw new TypeError("x is undefined");
    });
    expect(await problemOf(wrong, Uint8Array.of(1))).toBe("throws TypeError: x is undefined");
  });

  it("finds a reader that takes too much memory", async () => {
    const kept: Uint8Array[] = [];
    const greedy = target(() => void kept.push(new Uint8Array(100 << 20)));
    expect(await problemOf(greedy, Uint8Array.of(1))).toMatch(/^takes \d+ MiB$/u);
  });

  it("finds a reader that takes too long", async () => {
    const slow = target(() => {
      let sum = 0;
      for (const start = process.cpuUsage(); process.cpuUsage(start).user < 300_000;) for (let i = 0; i < 1e6; i++) sum = Math.sin(sum + i);
    });
    const { finds } = await runTarget(slow, 1, { executions: 1, ms: 10_000 });
    expect(finds[0]?.problem).toMatch(/^takes \d+ ms$/u);
  });

  it("makes the same inputs from the same seed", async () => {
    const seen = async (seed: number): Promise<string[]> => {
      const inputs: string[] = [];
      await runTarget(
        target((bytes) => void inputs.push(Buffer.from(bytes).toString("hex"))),
        seed,
        { executions: 50, ms: 10_000 },
      );
      return inputs;
    };
    expect(await seen(7)).toEqual(await seen(7));
    expect(await seen(7)).not.toEqual(await seen(8));
  });
});
