/**
 * What an embedding layer is, on a table small enough to read: ids pick rows; a one-hot row times the table picks the very same row.
 * Begins with the notebook's table (9 × 3, seed 123) and its ids 5 3 7 2.
 */
import "./playground.css";
import { t } from "../../shared/l10n.tsx";
import { NumberField } from "../../shared/elements/NumberField.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { Notice } from "../parts/states.tsx";
import { LookUp } from "./LookUp.tsx";
import { playground, playgroundOptions } from "./playground.ts";
import { playgroundLimits } from "./playgroundIds.ts";

export function PlaygroundPart({ view }: InspectorProps) {
  const { store } = view;
  const state = store.get(playground);
  const options = store.get(playgroundOptions);
  const change = (part: Partial<typeof options>): void => store.set(playgroundOptions, { ...options, ...part });
  return (
    <>
      <div class="fields">
        <NumberField
          name="vocab_size"
          digits={2}
          min={1}
          max={playgroundLimits.vocabSize}
          value={options.vocabSize}
          onChange={(vocabSize) => change({ vocabSize })}
        />
        <NumberField
          name="embedding_dim"
          digits={2}
          min={1}
          max={playgroundLimits.embeddingDim}
          value={options.embeddingDim}
          onChange={(embeddingDim) => change({ embeddingDim })}
        />
        <NumberField
          name="seed"
          digits={5}
          min={0}
          max={Number.MAX_SAFE_INTEGER}
          value={options.seed}
          onChange={(seed) => change({ seed })}
        />
        <label class="ids-field">
          <span class="mono small dim">{t("ids")}</span>
          <input
            class="field"
            type="text"
            spellcheck={false}
            value={options.ids}
            onInput={(event) => change({ ids: event.currentTarget.value })}
          />
        </label>
      </div>
      {state.kind === "failed" ? <Notice caution>{state.message}</Notice> : null}
      {state.kind === "ready" ? <LookUp view={view} playground={state} seed={options.seed} /> : null}
    </>
  );
}
