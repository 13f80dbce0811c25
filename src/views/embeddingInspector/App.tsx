/** The inspector: a function of its state. */
import { AnatomyBody } from "./inputRows/Anatomy.tsx";
import type { Controller } from "./controller.ts";
import { Header } from "./Header.tsx";
import type { Section } from "./kept.ts";
import { MapBody } from "./map/MapSection.tsx";
import { NeighboursBody } from "./neighbours/Neighbours.tsx";
import { PlaygroundBody } from "./playground/Playground.tsx";
import { PositionsBody } from "./positions/Positions.tsx";
import { FoldingSection } from "./Section.tsx";
import type { InspectorState } from "./state.ts";
import type { Dispatch } from "./store.ts";

/** The file whose tokens these are. */
const textName = ({ view }: InspectorState): string | undefined =>
  view === undefined || view.text.kind === "none" ? undefined : view.text.name;

export function App(props: { readonly state: InspectorState; readonly dispatch: Dispatch; readonly controller: Controller }) {
  const { state, dispatch } = props;
  const section = (name: Section) => ({
    name,
    folded: state.kept.folded.includes(name),
    onToggle: () => dispatch({ kind: "toggleSection", section: name }),
  });
  return (
    <main class="inspector">
      <Header {...props} />
      <div class="parts">
        <FoldingSection {...section("anatomy")} title="Token + position = input" aside={textName(state)}>
          <AnatomyBody {...props} />
        </FoldingSection>
        <FoldingSection {...section("positions")} title="What position changes">
          <PositionsBody {...props} />
        </FoldingSection>
        <FoldingSection {...section("neighbours")} title="Neighbours">
          <NeighboursBody {...props} />
        </FoldingSection>
        <FoldingSection {...section("map")} title="Map">
          <MapBody {...props} />
        </FoldingSection>
        <FoldingSection {...section("playground")} title="Playground">
          <PlaygroundBody {...props} />
        </FoldingSection>
      </div>
      <div class="probes" aria-hidden="true">
        {["negative", "zero", "positive", "foreground", "kind0", "kind1", "kind2", "kind3", "kind4", "kind5"].map((name) => (
          <span key={name} class={`probe ${name}`} />
        ))}
      </div>
    </main>
  );
}
