/** What can be taken from a run: its weights, its course, and the script that trains the same model in PyTorch. */
import { Link } from "../../shared/elements/elements.tsx";
import { hostState, tokensKey } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { ExportLine } from "../parts/ExportLine.tsx";
import { save } from "../parts/saving.ts";
import { runJson, trainedSafetensors } from "./takeAwayFiles.ts";
import type { ReadyRun } from "./training.ts";

export function TakeAway({ view, state }: InspectorProps & { readonly state: ReadyRun }) {
  const { client, options, wentOn, tokens } = state.run;
  const { shown } = view.store.get(hostState);
  const steps = state.progress?.lastStep ?? 0;
  const isSameText = shown !== undefined && tokensKey(shown) === tokens;
  return (
    <>
      <ExportLine
        choices={[
          {
            label: ".safetensors",
            title: t("The tables, a row for each id of the encoding: loads in PyTorch, and here with Load Embedding Weights"),
            onSave: () => save(view, async () => [trainedSafetensors(options, await client.wholeTables())]),
          },
          { label: ".json", title: t("The run: options, losses, held-out losses"), onSave: () => save(view, () => [runJson(state)]) },
        ]}
      />
      {wentOn ? (
        <p class="dim small">{t("A run that began with rows learnt before has no script: PyTorch could not draw them.")}</p>
      ) : !isSameText || steps === 0 ? null : (
        <div class="line small">
          <Link
            title={t("The script that trains the same model on this text, to the same losses")}
            onClick={() => view.attempt(view.host.request("training/copyAsPyTorch", { ...options, steps }))}
          >
            {t("Copy as PyTorch")}
          </Link>
        </div>
      )}
    </>
  );
}
