/** The inspector: a function of its state. */
import { t } from "../shared/l10n.tsx";
import { isFolded, toggleFolded } from "./folding.ts";
import { FoldingSection } from "./FoldingSection.tsx";
import { Header } from "./header/Header.tsx";
import type { InspectorProps } from "./inspectorView.ts";
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
            <section.Body view={view} />
          </FoldingSection>
        ))}
      </div>
      <Probes />
    </main>
  );
}
