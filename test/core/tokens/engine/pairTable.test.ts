/** The table of pairs holds exactly the merges it was given. */
import { describe, expect, it } from "vitest";
import { addPairs, createPairTable, mergedId, noPair } from "../../../../src/core/tokens/engine/pairTable.ts";
import { loadEncoding } from "../../../support/encodings.ts";

describe("the table of pairs", () => {
  it("finds each token of o200k_base by the two that it is merged from, and nothing in the other order unless that is a token too", async () => {
    const { tables, pairs } = (await loadEncoding("o200k_base")).encoder;
    const known = new Map<string, number>();
    for (let id = 256; id < tables.mergeableCount; id++) {
      if (tables.left[id]! >= 0) known.set(`${tables.left[id]} ${tables.right[id]}`, id);
    }
    let wrong = 0;
    for (const [key, id] of known) {
      const [left = 0, right = 0] = key.split(" ").map(Number);
      if (mergedId(pairs, left, right) !== id) wrong++;
      if (mergedId(pairs, right, left) !== (known.get(`${right} ${left}`) ?? noPair)) wrong++;
    }
    expect(known.size).toBeGreaterThan(190_000);
    expect(wrong).toBe(0);
  });

  it("refuses a token merged from one that comes later", () => {
    const table = createPairTable(1000);
    const [left, right] = [new Int32Array(300).fill(-1), new Int32Array(300).fill(-1)];
    left[256] = 70;
    right[256] = 299;
    expect(() => addPairs(table, left, right, new Uint8Array(256), 256, 300)).toThrow("merges token 256 from later ones");
  });
});
