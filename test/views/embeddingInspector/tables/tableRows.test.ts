import { describe, expect, it } from "vitest";
import { idOfRow, rowOfId, rowsOfIds } from "../../../../src/views/embeddingInspector/tables/tableRows.ts";

describe("rows of trained tables", () => {
  const token = { numEmbeddings: 3, embeddingDim: 1, weight: new Float32Array(3) };
  const base = { kind: "ready", key: "", positional: undefined, token } as const;
  const trained = { ...base, source: "trained", trained: { ids: Int32Array.of(7, 50, 198), compared: token, run: 1, step: 0 } } as const;

  it("are those of the text's own ids", () => {
    expect([7, 50, 198, 8].map((id) => rowOfId(trained, id))).toEqual([0, 1, 2, -1]);
    expect([0, 1, 2].map((row) => idOfRow(trained, row))).toEqual([7, 50, 198]);
  });

  it("say of an id that came later that it has none yet", () => {
    expect(() => rowsOfIds(trained, Int32Array.of(7, 9))).toThrow("Token id 9 came into the text after training began");
    expect(() => rowsOfIds({ ...base, source: "seeded" }, Int32Array.of(3))).toThrow("Token id 3 has no row: the table has 3");
  });
});
