/** The top row: what computes, how long the last computation took, and which weights are shown; below it, how far or what is wrong. */
import "./header.css";
import type { ViewState } from "../../../protocol/views.ts";
import { Link } from "../../shared/elements/elements.tsx";
import { hostState } from "../../shared/state/hostState.ts";
import { t, translated } from "../../shared/l10n.tsx";
import { slice } from "../../shared/state/store.ts";
import { problem } from "../../shared/state/view.ts";
import { gpuReport, type InspectorProps } from "../inspectorView.ts";
import { Notice, Progress } from "../parts/states.tsx";
import { trainedLabel } from "../training/trainingSentences.ts";
import { retryTables, tables } from "../tables/tables.ts";
import { Badge } from "./Badge.tsx";
import { WeightOptions } from "./WeightOptions.tsx";

const optionsOpen = slice("optionsOpen", false);

export function Header({ view }: InspectorProps) {
  const { store } = view;
  const { shown } = store.get(hostState);
  const isOpen = store.get(optionsOpen);
  const message = store.get(problem);
  return (
    <header>
      <div class="top-row">
        <Badge view={view} />
        <button
          type="button"
          class="link weights-button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? "options" : undefined}
          onClick={() => store.set(optionsOpen, !isOpen)}
        >
          {trainedLabel(view) ?? weightsLabel(shown)}
          <span class={`codicon codicon-chevron-${isOpen ? "up" : "down"}`} aria-hidden="true" />
        </button>
      </div>
      {isOpen && shown !== undefined ? <WeightOptions view={view} shown={shown} /> : null}
      <GpuNotice view={view} />
      {shown === undefined ? null : <WeightsNotice view={view} shown={shown} />}
      {message === undefined ? null : (
        <Notice caution>
          {message} <Link onClick={() => store.set(problem, undefined)}>{t("Dismiss")}</Link>
        </Notice>
      )}
      <TablesNotice view={view} />
    </header>
  );
}

function weightsLabel(shown: ViewState | undefined): string {
  if (shown === undefined) return t("weights");
  const { embedding } = shown.lens;
  const isNamed = shown.weights.kind === "file" || shown.weights.kind === "loading";
  return embedding.weights === "file" && isNamed ? shown.weights.name : t("weights: seed {0}", embedding.seed);
}

function GpuNotice({ view }: InspectorProps) {
  const reason = view.store.get(gpuReport)?.reason;
  return reason === undefined ? null : <Notice caution>{translated(reason)}</Notice>;
}

/** What the host says of the weights file. */
function WeightsNotice({ view, shown: { weights, lens } }: InspectorProps & { readonly shown: ViewState }) {
  switch (weights.kind) {
    case "seeded":
      return null;
    case "loading":
      return lens.embedding.weights === "file" ? (
        <Progress
          label={t("Reading {0}", weights.name)}
          done={weights.done}
          cancelLabel={t("Use seeded weights")}
          onCancel={() => view.runCommand("tokenscope.useSeededWeights")}
        />
      ) : null;
    case "unavailable":
      return <Notice caution>{t("{0} Seeded weights stand in for {1}.", weights.message, weights.name)}</Notice>;
    case "file":
      return weights.note === null ? null : <Notice>{weights.note}</Notice>;
    default:
      return weights satisfies never;
  }
}

/** How far the tables are. */
function TablesNotice({ view }: InspectorProps) {
  const state = view.store.get(tables);
  switch (state.kind) {
    case "none":
    case "ready":
      return null;
    case "loading":
      return <Progress label={state.label} done={state.done} onCancel={state.cancel} />;
    case "failed":
      return (
        <Notice caution>
          {state.message} <Link onClick={() => retryTables(view)}>{t("Try again")}</Link>
        </Notice>
      );
    case "cancelled":
      return (
        <Notice icon="circle-slash">
          {t("The weights were not made.")} <Link onClick={() => retryTables(view)}>{t("Make them")}</Link>
        </Notice>
      );
    default:
      return state satisfies never;
  }
}
