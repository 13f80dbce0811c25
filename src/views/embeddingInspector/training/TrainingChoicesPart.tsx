/** What can be chosen before a run begins. Windows, batches and seeds are those of the Windows tab and of the weights. */
import { Checkbox, Choice } from "../../shared/elements/elements.tsx";
import { hostState } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { NumberField } from "../../shared/elements/NumberField.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { batchesPerStep, trainingChoices, type TrainingChoices, usualRate } from "./trainingChoices.ts";

const rates = ["0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10"];

export function TrainingChoicesPart({ view }: InspectorProps) {
  const { store } = view;
  const choices = store.get(trainingChoices);
  const { shown } = store.get(hostState);
  const change = (part: Partial<TrainingChoices>): void => store.set(trainingChoices, { ...choices, ...part });
  const windows = shown?.lens.windows;
  return (
    <details class="training-choices">
      <summary>{t("How it trains")}</summary>
      <div class="fields">
        <NumberField
          name={t("width")}
          title={t("embedding_dim of the model that is trained")}
          min={1}
          max={1024}
          value={choices.embeddingDim}
          onChange={(embeddingDim) => change({ embeddingDim })}
        />
        <Choice
          label={t("Optimizer")}
          value={choices.optimizer}
          options={(["Adam", "SGD", "AdamW", "Adagrad"] as const).map((value) => ({ value, label: value }))}
          onChange={(optimizer) => change({ optimizer, learningRate: usualRate[optimizer] })}
        />
        <label class="small">
          {t("learning rate")}{" "}
          <select
            class="field"
            value={String(choices.learningRate)}
            onChange={(event) => change({ learningRate: Number(event.currentTarget.value) })}
          >
            {rates.map((rate) => (
              <option key={rate} value={rate}>
                {rate}
              </option>
            ))}
          </select>
        </label>
        <Choice
          label={t("Start")}
          value={choices.start}
          options={[
            {
              value: "small",
              label: t("as GPT-2 (× 0.02)"),
              title: t("The seeded rows made small: their noise does not hide what is learnt. All angles between rows stay."),
            },
            {
              value: "normal",
              label: t("as nn.Embedding"),
              title: t("N(0, 1), the seeded rows as they are: learns slowly, for the noise stays in every row"),
            },
          ]}
          onChange={(start) => change({ start })}
        />
        <Checkbox
          label={t("predict the token before, too")}
          title={t("A second output layer: token rows then learn from both sides")}
          checked={choices.previousToken}
          onChange={(previousToken) => change({ previousToken, tied: previousToken ? false : choices.tied })}
        />
        <Checkbox
          label={t("output layer tied")}
          title={t("The token table is the output layer, as in GPT-2")}
          checked={choices.tied}
          onChange={(tied) => change({ tied, previousToken: tied ? false : choices.previousToken })}
        />
        <Choice
          label={t("Pace")}
          value={choices.pace}
          options={[
            { value: "auto", label: t("auto"), title: t("A short text one step a frame, a long one at full speed") },
            { value: "watch", label: t("one step a frame") },
            { value: "full", label: t("full speed") },
          ]}
          onChange={(pace) => change({ pace })}
        />
      </div>
      {windows === undefined ? null : (
        <p class="small dim say">
          {t(
            "Windows of {0} tokens, stride {1}, batches of {2}, {3} at a step, {4}: as the Windows tab has them. The last tenth of the windows is held out.",
            windows.maxLength,
            windows.stride,
            windows.batchSize,
            batchesPerStep(windows.batchSize),
            windows.shuffle ? t("shuffled") : t("in document order"),
          )}
        </p>
      )}
      {shown?.lens.embedding.positions === "sinusoidal" ? (
        <p class="small dim say">
          {t("The model learns its own positions; the pictures go on showing the sinusoidal ones that are chosen.")}
        </p>
      ) : null}
    </details>
  );
}
