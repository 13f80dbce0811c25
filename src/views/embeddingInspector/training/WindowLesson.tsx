/** The selected window as a lesson: what the model expects next before and after, and one step of the optimizer by hand. */
import { Link } from "../../shared/elements/elements.tsx";
import { t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { labelOf } from "../../shared/elements/tokenText.ts";
import { type InspectorProps, palette } from "../inspectorView.ts";
import { HeatCanvas } from "../parts/HeatCanvas.tsx";
import { formatValue } from "../parts/numbers.ts";
import { niceRange } from "../parts/palette.ts";
import { TokenName } from "../parts/TokenName.tsx";
import { namesOf } from "../tokens/names.ts";
import { namedByNumber, type TokenLabel } from "../tokens/tokenLabel.ts";
import { askHandStep, type ReadyRun } from "./training.ts";
import { isLessonOpen, windowRows } from "./trainingLook.ts";
import type { HandStep, NextToken, WindowLook } from "./worker/trainingMessages.ts";

interface LessonProps extends InspectorProps {
  readonly state: ReadyRun;
}

export function WindowLesson({ view, state }: LessonProps) {
  const window = windowRows(view, state);
  const look = state.look?.window;
  if (window === undefined) return null;
  const { trainedTo, heldOutFrom } = state.facts;
  const kind =
    window.index >= heldOutFrom
      ? t("held out: the model is never trained on it")
      : window.index < trainedTo
        ? t("trained on")
        : t("not used: it shares a token with the held-out ones");
  return (
    <details
      class="window-lesson"
      open={view.store.get(isLessonOpen)}
      onToggle={(event) => view.store.set(isLessonOpen, event.currentTarget.open)}
    >
      <summary>{t("Window {0}, {1}: what comes next?", formatCount(window.index), kind)}</summary>
      {look !== undefined && window.inputs.length > look.now.length ? (
        <p class="dim small">{t("The first {0} of its {1} inputs.", look.now.length, window.inputs.length)}</p>
      ) : null}
      {look === undefined ? null : <Predictions view={view} state={state} inputs={window.inputs} targets={window.targets} look={look} />}
      <div class="line">
        <Link onClick={() => askHandStep(view, window)}>{t("One step by hand on this window")}</Link>
      </div>
      {state.handStep?.window === window.index ? <HandStepView view={view} state={state} handStep={state.handStep.taken} /> : null}
    </details>
  );
}

const tokenOf = (view: LessonProps["view"], { facts }: ReadyRun, row: number): TokenLabel => {
  const id = facts.distinctIds[row] ?? 0; // a row of the run
  return namesOf(view).get(id) ?? namedByNumber(id);
};

const percent = (share: number): string => t("{0} %", (share * 100).toFixed(share < 0.1 ? 1 : 0));

function Predictions(props: LessonProps & { readonly inputs: Int32Array; readonly targets: Int32Array; readonly look: WindowLook }) {
  const { view, state, inputs, targets, look } = props;
  const cell = (next: NextToken | undefined) => (
    <td>
      {(next?.likely ?? []).slice(0, 3).map(({ row, probability }) => (
        <span key={row} class="likely">
          <TokenName token={tokenOf(view, state, row)} /> <span class="number small dim">{percent(probability)}</span>
        </span>
      ))}
    </td>
  );
  return (
    <table class="predictions">
      <thead>
        <tr class="dim small">
          <th scope="col">{t("after")}</th>
          <th scope="col">{t("expected at step 0")}</th>
          <th scope="col">{t("expected now")}</th>
          <th scope="col">{t("really follows")}</th>
        </tr>
      </thead>
      <tbody>
        {look.now.map((now, place) => (
          <tr key={place}>
            <th scope="row">
              <TokenName token={tokenOf(view, state, inputs[place] ?? 0)} />
            </th>
            {cell(look.before[place])}
            {cell(now)}
            <td>
              <TokenName token={tokenOf(view, state, targets[place] ?? 0)} />{" "}
              <span class="number small">
                {percent(look.before[place]?.target ?? 0)} → {percent(now.target)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HandStepView({ view, state, handStep }: LessonProps & { readonly handStep: HandStep }) {
  const colours = view.store.get(palette);
  if (colours === undefined) return null;
  const { embeddingDim } = state.run.options;
  const { rows, before, gradient, after } = handStep;
  const rowRange = niceRange([before, after]);
  const slopeRange = niceRange([gradient]);
  const labels = Array.from(rows, (row) => labelOf(tokenOf(view, state, row).text));
  const picture = (name: string, values: Float32Array, range: number) => (
    <>
      <span class="small dim">
        {name} <span class="number">± {formatValue(range)}</span>
      </span>
      <div class="hand-rows">
        <div class="hand-labels mono small">
          {labels.map((label, i) => (
            <span key={i}>{label}</span>
          ))}
        </div>
        <HeatCanvas
          picture={{ values, columns: embeddingDim, rowFrom: 0, rowTo: rows.length }}
          range={range}
          palette={colours}
          rowHeight={16}
          label={t("{0}, {1} by {2}", name, rows.length, embeddingDim)}
        />
      </div>
    </>
  );
  return (
    <div class="hand-step">
      <p class="small">
        {t(
          "At step {0} this window loses {1}: the mean of {2}, each −ln of the probability of the token that follows. After one step on this window alone it would lose {3}.",
          formatCount(handStep.step),
          formatValue(handStep.loss),
          handStep.losses.map(formatValue).join(", "),
          formatValue(handStep.lossAfter),
        )}
      </p>
      {picture(t("token rows before"), before, rowRange)}
      {picture(t("gradient of the loss by these rows"), gradient, slopeRange)}
      {picture(t("token rows after"), after, rowRange)}
    </div>
  );
}
