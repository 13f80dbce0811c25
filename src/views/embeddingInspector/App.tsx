/** The inspector: a function of its state. */
import { AnatomyBody } from "./Anatomy.tsx";
import type { Controller } from "./controller.ts";
import { Header } from "./Header.tsx";
import type { Section } from "./kept.ts";
import { NeighboursBody } from "./Neighbours.tsx";
import { PlaygroundBody } from "./Playground.tsx";
import { FoldingSection } from "./Section.tsx";
import type { InspectorState } from "./state.ts";
import type { Dispatch } from "./store.ts";

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
        <FoldingSection {...section("anatomy")} title="Token + position = input">
          <AnatomyBody {...props} />
        </FoldingSection>
        <FoldingSection {...section("neighbours")} title="Neighbours">
          <NeighboursBody {...props} />
        </FoldingSection>
        <FoldingSection {...section("playground")} title="Look-up playground">
          <PlaygroundBody {...props} />
        </FoldingSection>
      </div>
      <div class="probes" aria-hidden="true">
        <span class="probe negative" />
        <span class="probe zero" />
        <span class="probe positive" />
        <span class="probe foreground" />
      </div>
    </main>
  );
}
