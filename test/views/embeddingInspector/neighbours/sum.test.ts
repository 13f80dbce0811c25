import { describe, expect, it } from "vitest";
import type { InspectorView } from "../../../../src/views/embeddingInspector/inspectorView.ts";
import { setSum, sumOf, withFirst } from "../../../../src/views/embeddingInspector/neighbours/sum.ts";
import { send, storeWith, viewStateOf } from "../../support/viewStates.ts";

const token = (id: number, factor: 1 | -1 = 1) => ({ id, text: { text: `t${id}` }, factor });

describe("what neighbours are asked of", () => {
  it("is the selected token, which takes the first place of a sum", () => {
    expect(withFirst([token(1), token(2, -1)], token(3)).map(({ id, factor }) => [id, factor])).toEqual([
      [3, 1],
      [2, -1],
    ]);
  });

  it("is forgotten with the vocabulary that gave the ids their texts", () => {
    const store = storeWith(viewStateOf({}));
    const view = { store } as InspectorView; // the sum needs no more of it
    setSum(view, [token(7)]);
    send(store, viewStateOf({ revision: 2 }));
    expect(sumOf(view)).toEqual([token(7)]);
    send(store, viewStateOf({}, { encoding: "o200k_base" }));
    expect(sumOf(view)).toEqual([]);
  });
});
