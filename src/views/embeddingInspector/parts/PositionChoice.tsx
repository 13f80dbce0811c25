/** Learned or sinusoidal positions. */
import { Choice } from "../../shared/elements/elements.tsx";
import { hostState } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";

export function PositionChoice({ view }: InspectorProps) {
  return (
    <Choice
      label={t("Positions")}
      value={view.store.get(hostState).shown?.lens.embedding.positions ?? "learned"}
      options={[
        { value: "learned", label: t("learned"), title: t("Rows of the positional table, as GPT-2 learns them") },
        { value: "sinusoidal", label: t("sinusoidal"), title: t("Fixed sines and cosines, as in Attention Is All You Need") },
      ]}
      onChange={(positions) => view.changeLens({ embedding: { positions } })}
    />
  );
}
