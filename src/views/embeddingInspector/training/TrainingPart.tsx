/** Train on this text: one button, one thin loss curve, a slider through the run, one sentence of what is happening; then what has been learnt. */
import "./training.css";
import { IconButton, Link } from "../../shared/elements/elements.tsx";
import { hostState, readyText, tokensKey } from "../../shared/state/hostState.ts";
import { rich, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { InspectorProps } from "../inspectorView.ts";
import { Notice, Progress } from "../parts/states.tsx";
import { tables } from "../tables/tables.ts";
import { LearntToken } from "./LearntToken.tsx";
import { LossCurve } from "./LossCurve.tsx";
import { TakeAway } from "./TakeAway.tsx";
import { endRun, type ReadyRun, runState, send, startRun } from "./training.ts";
import { TrainingChoicesPart } from "./TrainingChoicesPart.tsx";
import { formatRate, limitOf, whatHappens } from "./trainingSentences.ts";
import { WindowLesson } from "./WindowLesson.tsx";

export function TrainingPart({ view }: InspectorProps) {
  const state = view.store.get(runState);
  switch (state.kind) {
    case "none":
      return (
        <>
          <Introduction view={view} />
          {state.notice === undefined ? null : <Notice>{state.notice}</Notice>}
        </>
      );
    case "preparing":
      return <Progress label={t("Drawing the rows to start from")} done={state.done} onCancel={state.stop} />;
    case "failed":
      return (
        <>
          <Introduction view={view} />
          <Notice caution>{state.message}</Notice>
        </>
      );
    case "ready":
      return <RunView view={view} state={state} />;
    default:
      return state satisfies never;
  }
}

function Introduction({ view }: InspectorProps) {
  const text = readyText(view.store.get(hostState).shown);
  return (
    <>
      <div class="line">
        <button type="button" class="train-button" disabled={text === undefined || text.tokenCount === 0} onClick={() => startRun(view)}>
          <span class="codicon codicon-play" aria-hidden="true" /> {t("Train")}
        </button>
        <span class="dim small say">
          {t(
            "From the windows of this text a small model learns which token comes next. Watch its rows move: words that are used alike come together.",
          )}
        </span>
      </div>
      <TrainingChoicesPart view={view} />
    </>
  );
}

function RunView({ view, state }: InspectorProps & { readonly state: ReadyRun }) {
  const { progress, facts, run } = state;
  const mode = progress?.mode ?? "paused";
  const isPaused = mode === "paused";
  const step = progress?.step ?? 0;
  const lastStep = progress?.lastStep ?? 0;
  const hasDiverged = progress?.verdict.kind === "diverged";
  const limit = limitOf(state);
  return (
    <div class="run" data-step={step} data-mode={mode}>
      <div class="line spread">
        <span class="player">
          {isPaused ? (
            <button type="button" class="train-button" disabled={hasDiverged} onClick={() => send(view, { kind: "train" })}>
              <span class="codicon codicon-play" aria-hidden="true" /> {t("Train")}
            </button>
          ) : (
            <button type="button" class="train-button" onClick={() => send(view, { kind: "pause" })}>
              <span class="codicon codicon-debug-pause" aria-hidden="true" /> {t("Pause")}
            </button>
          )}
          <IconButton
            icon="debug-step-over"
            label={t("One step")}
            disabled={!isPaused || hasDiverged}
            onClick={() => send(view, { kind: "oneStep" })}
          />
          <IconButton icon="discard" label={t("Reset: end this run and free its memory")} onClick={() => endRun(view)} />
        </span>
        <span class="number small dim run-figures">
          <span class={`light ${isPaused ? "" : "on"}`} aria-hidden="true" />{" "}
          {t("{0} steps · {1} epochs", formatCount(step), (progress?.epochs ?? 0).toFixed(1))}
          {isPaused ? "" : ` · ${t("{0} tokens/s", formatRate(progress?.tokensPerSecond ?? 0))}`}
        </span>
      </div>
      <LossCurve state={state} />
      <input
        class="run-slider"
        type="range"
        aria-label={t("Step of the run")}
        min={0}
        max={Math.max(1, lastStep)}
        value={step}
        disabled={lastStep === 0}
        onInput={(event) => send(view, { kind: "goTo", step: Number(event.currentTarget.value) })}
      />
      <p class="small happening" role="status">
        {whatHappens(state)}
      </p>
      {limit === undefined ? null : (
        <Notice>
          {limit}{" "}
          {rich("Open a longer text, or <book>the sample book</book>.", [], {
            book: (children) => <Link onClick={() => view.runCommand("tokenscope.openSampleBook")}>{children}</Link>,
          })}
        </Notice>
      )}
      <TextChanged view={view} state={state} />
      <LearntToken view={view} state={state} />
      <WindowLesson view={view} state={state} />
      <details>
        <summary>{t("What this run is made of")}</summary>
        <p class="small dim say">
          {t(
            "{0} distinct tokens, {1} windows: {2} are trained on, the last {3} are held out and only measured. {4} windows a step, {5} steps an epoch. Adam and its kin remember a mean of each row's gradients, so rows move a little even when their token is not in the batch.",
            formatCount(facts.distinctIds.length),
            formatCount(facts.windowCount),
            formatCount(facts.trainedTo),
            formatCount(facts.windowCount - facts.heldOutFrom),
            run.options.lesson.batchSize * run.options.lesson.batchesPerStep,
            formatCount(facts.stepsPerEpoch),
          )}
        </p>
      </details>
      <TakeAway view={view} state={state} />
    </div>
  );
}

/** The run learns from the text as it was. */
function TextChanged({ view, state }: InspectorProps & { readonly state: ReadyRun }) {
  const { shown } = view.store.get(hostState);
  if (shown?.text.kind !== "ready" || tokensKey(shown) === state.run.tokens) return null;
  const made = view.store.get(tables);
  const goOn = async (): Promise<void> => {
    const look = await state.run.client.look({ tables: true, row: undefined, compareBy: "token", window: undefined });
    if (look.tables !== undefined) startRun(view, { distinctIds: state.facts.distinctIds, tables: look.tables });
  };
  return (
    <Notice>
      {t("The text has changed since: this run goes on with the text as it was.")}{" "}
      {made.kind === "ready" ? <Link onClick={() => view.attempt(goOn())}>{t("Go on from here with the new text")}</Link> : null}
    </Notice>
  );
}
