import { describe, expect, it } from "vitest";
import { defaultLens } from "../../../src/lens/lens.ts";
import type { ViewState } from "../../../src/protocol/views.ts";
import { defaultKept, readKept } from "../../../src/views/embeddingInspector/kept.ts";
import {
  type Action,
  type Anatomy,
  initialState,
  type InspectorState,
  reduce,
  rowsPerPage,
} from "../../../src/views/embeddingInspector/state.ts";

const token = (id: number) => ({ id, text: `t${id}`, partial: false });
const anatomyOf = (maxLength: number, embeddingDim: number): Action => {
  const values = new Float32Array(maxLength * embeddingDim);
  const anatomy: Anatomy = {
    key: "",
    window: 0,
    tokenFrom: 0,
    batch: 0,
    row: 0,
    tokens: Array.from({ length: maxLength }, (_, i) => token(i)),
    batchIds: new Int32Array(maxLength),
    rows: {
      token: values,
      position: values,
      input: values,
      maxLength,
      embeddingDim,
      shapes: { inputs: [], tokenEmbeddings: [], positionalEmbeddings: [], inputEmbeddings: [] },
    },
    positions: "learned",
    note: undefined,
  };
  return { kind: "anatomy", anatomy: { kind: "ready", anatomy } };
};
const after = (...actions: readonly Action[]): InspectorState => actions.reduce(reduce, initialState());

describe("the cell cursor", () => {
  it("begins at the first value and stays inside the picture", () => {
    const start = after(anatomyOf(4, 8), { kind: "moveCell", rows: 1, dimensions: 1 });
    expect(start.cell).toEqual({ row: 0, dimension: 0 });
    expect(reduce(start, { kind: "moveCell", rows: -1, dimensions: 100 }).cell).toEqual({ row: 0, dimension: 7 });
    expect(reduce(start, { kind: "moveCell", rows: 100, dimensions: -1 }).cell).toEqual({ row: 3, dimension: 0 });
  });
  it("turns the page to the row it reaches", () => {
    const state = after(anatomyOf(40, 8), { kind: "moveCell", rows: 0, dimensions: 0 }, { kind: "moveCell", rows: 20, dimensions: 0 });
    expect([state.cell?.row, state.rowFrom]).toEqual([20, rowsPerPage]);
  });
  it("stays where it is in the next window, and is gone when that has no such cell", () => {
    const at = after(anatomyOf(4, 8), { kind: "cell", cell: { row: 3, dimension: 7 } });
    expect(reduce(at, anatomyOf(4, 8)).cell).toEqual({ row: 3, dimension: 7 });
    expect(reduce(at, anatomyOf(3, 8)).cell).toBeUndefined();
    expect(reduce(at, { kind: "anatomy", anatomy: { kind: "waiting", tokens: [] } }).cell).toBeUndefined();
  });
  it("is nowhere without a picture", () => {
    expect(after({ kind: "moveCell", rows: 0, dimensions: 0 }).cell).toBeUndefined();
  });
});

describe("dimensions and rows shown", () => {
  it("never run past the end", () => {
    const state = after(anatomyOf(4, 10), { kind: "showDimensions", from: 9, count: 4 });
    expect(state.dimensionFrom).toBe(6);
    expect(reduce(state, { kind: "showDimensions", from: -3, count: 4 }).dimensionFrom).toBe(0);
    expect(reduce(state, { kind: "showRows", from: 99 }).rowFrom).toBe(0);
  });
});

describe("what neighbours are asked of", () => {
  it("is the selected token, which takes the first place of a sum", () => {
    const sum = after(
      { kind: "focus", token: token(1) },
      {
        kind: "terms",
        terms: [
          { ...token(1), factor: 1 },
          { ...token(2), factor: -1 },
        ],
      },
    );
    expect(reduce(sum, { kind: "focus", token: token(3) }).terms.map(({ id, factor }) => [id, factor])).toEqual([
      [3, 1],
      [2, -1],
    ]);
  });
});

describe("what is kept", () => {
  it("folds and unfolds a section", () => {
    const folded = after({ kind: "toggleSection", section: "playground" });
    expect(folded.kept.folded).toContain("playground");
    expect(reduce(folded, { kind: "toggleSection", section: "playground" }).kept).toEqual(defaultKept);
  });
  it.each([[null], ["text"], [{ folded: ["nowhere"] }], [{ playground: { vocabSize: 1e9 } }]])(
    "falls back to the beginning for %j",
    (kept) => {
      expect(readKept(kept)).toEqual(defaultKept);
    },
  );
  it("fills in what an older version did not keep", () => {
    expect(readKept({ metric: "dot" })).toEqual({ ...defaultKept, metric: "dot" });
  });
});

it("counts replaced contexts, so that results are computed anew", () => {
  expect(after({ kind: "restored" }, { kind: "restored" }).generation).toBe(2);
});

it("forgets the names of ids with the encoding that gave them", () => {
  const view: ViewState = { lens: defaultLens, text: { kind: "none" }, weights: { kind: "seeded" } };
  const named = after({ kind: "view", view }, { kind: "names", tokens: [token(7)] }, { kind: "focus", token: token(7) });
  expect(reduce(named, { kind: "view", view }).names.get(7)).toEqual(token(7));
  const other = reduce(named, { kind: "view", view: { ...view, lens: { ...defaultLens, encoding: "o200k_base" } } });
  expect([other.names.size, other.terms.length]).toEqual([0, 0]);
});
