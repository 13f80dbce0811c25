/** The inspector: a function of its state. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { t } from "../shared/l10n.tsx";
import { track, type Tracked } from "../shared/state/tracked.ts";
import { isFolded, toggleFolded } from "./folding.ts";
import { FoldingSection } from "./FoldingSection.tsx";
import { Header } from "./header/Header.tsx";
import type { InspectorProps, Section } from "./inspectorView.ts";
import { Probes } from "./parts/Probes.tsx";
import { sections } from "./sections.ts";

export function App({ view }: InspectorProps) {
  return (
    <main class="inspector">
      <h1 class="hidden-label">{t("Embedding Inspector")}</h1>
      <Header view={view} />
      <div class="parts">
        {sections.map((section) => (
          <FoldingSection
            key={section.name}
            name={section.name}
            title={section.title()}
            aside={section.aside?.(view)}
            folded={isFolded(view, section)}
            onToggle={() => toggleFolded(view, section)}
          >
            <SectionBody view={view} section={section} />
          </FoldingSection>
        ))}
      </div>
      <Probes />
    </main>
  );
}

/** A section, drawn again only when something that it reads has changed: the same element is not looked into. */
function SectionBody({ view, section: { Body } }: InspectorProps & { readonly section: Section }) {
  const drawn = useRef<{ readonly tracked: Tracked; readonly element: ComponentChildren } | undefined>(undefined);
  if (drawn.current !== undefined && !drawn.current.tracked.hasChanged()) return drawn.current.element;
  const tracked = drawn.current?.tracked ?? track(view.store);
  tracked.forget();
  drawn.current = { tracked, element: <Body view={{ ...view, store: tracked.store }} /> };
  return drawn.current.element;
}
