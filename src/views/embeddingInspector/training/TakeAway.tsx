/** What can be taken from a run: its weights, its course, and the script that trains the same model in PyTorch. */
import { t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { ExportLine } from "../parts/ExportLine.tsx";
import { save } from "../parts/saving.ts";
import { runJson, trainedSafetensors } from "./takeAwayFiles.ts";
import type { ReadyRun } from "./training.ts";

export function TakeAway({ view, state }: InspectorProps & { readonly state: ReadyRun }) {
  const weights = async () => {
    const { tables, step } = await state.run.client.look({ tables: true, row: undefined, compareBy: "token", window: undefined });
    return tables === undefined ? [] : [trainedSafetensors(state, tables, step)];
  };
  return (
    <ExportLine
      choices={[
        {
          label: ".safetensors",
          title: t("The trained tables, with the ids of their rows: loads in PyTorch, and here with Load Embedding Weights"),
          onSave: () => save(view, weights),
        },
        { label: ".json", title: t("The run: options, losses, held-out losses"), onSave: () => save(view, () => [runJson(state)]) },
      ]}
    />
  );
}
