import { describe, expect, it } from "vitest";
import { isFolded, toggleFolded } from "../../../src/views/embeddingInspector/folding.ts";
import type { InspectorView } from "../../../src/views/embeddingInspector/inspectorView.ts";
import { sections } from "../../../src/views/embeddingInspector/sections.ts";
import { createStore } from "../../../src/views/shared/state/store.ts";

const viewWith = (kept: unknown, keep: (kept: unknown) => void = () => undefined): InspectorView =>
  ({ store: createStore(kept, keep) }) as InspectorView; // folding needs no more of it
const folded = (view: InspectorView): readonly string[] => sections.filter((each) => isFolded(view, each)).map(({ name }) => name);

describe("the inspector's sections", () => {
  it("start as they are meant to, and fold and unfold", () => {
    const view = viewWith(undefined);
    expect(folded(view)).toEqual(["positions", "map"]);
    for (const section of sections) toggleFolded(view, section);
    expect(folded(view)).toEqual(["input-rows", "training", "neighbours", "playground"]);
    for (const section of sections) toggleFolded(view, section);
    expect(folded(view)).toEqual(["positions", "map"]);
  });

  it("are folded as the user left them, and a section that is new as it is meant to", () => {
    expect(folded(viewWith({ folding: { folded: { map: false, playground: true, gone: true } } }))).toEqual(["positions", "playground"]);
  });
});
