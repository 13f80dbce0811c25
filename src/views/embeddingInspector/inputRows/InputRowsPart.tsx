/** Token rows + position rows = input rows, for the selected window: as pictures, as numbers, or as PyTorch prints them. */
import "./inputRows.css";
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { Choice, IconButton, Link } from "../../shared/elements/elements.tsx";
import { hostState } from "../../shared/state/hostState.ts";
import { rich, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { type InspectorProps, palette } from "../inspectorView.ts";
import { ExportLine } from "../parts/ExportLine.tsx";
import { picture, save } from "../parts/saving.ts";
import { Notice, Progress } from "../parts/states.tsx";
import { TokenName } from "../parts/TokenName.tsx";
import { tables, type TablesState } from "../tables/tables.ts";
import { BatchShapes } from "./BatchShapes.tsx";
import { inputRowsNpy, inputRowsSafetensors } from "./exports.ts";
import { firstTokens, type InputRows, inputRows, inputRowsOptions } from "./inputRows.ts";
import { RowNumbers } from "./numbers/RowNumbers.tsx";
import { RowPictures } from "./pictures/RowPictures.tsx";
import { RowTensors } from "./numbers/RowTensors.tsx";
import { chooseWindow } from "./windowChoice.ts";

export function InputRowsPart({ view }: InspectorProps) {
  const { store } = view;
  const { shown } = store.get(hostState);
  if (shown === undefined) return <Notice icon="loading">{t("Waiting for the text…")}</Notice>;
  const choice = chooseWindow(shown);
  if (choice.kind === "tokenizing") return <Progress label={t("Tokenizing {0}", choice.name)} done={choice.done} />;
  if (choice.kind === "none") {
    return (
      <Notice>
        {choice.sentence}{" "}
        {choice.sample ? <Link onClick={() => view.runCommand("tokenscope.openSampleText")}>{t("Open the sample text")}</Link> : null}
      </Notice>
    );
  }
  const state = store.get(inputRows);
  const ready = state.kind === "ready" ? state.inputRows : undefined;
  const tablesKind = store.get(tables).kind;
  return (
    <>
      <WindowStepper view={view} shown={shown} index={choice.index} count={choice.count} rows={ready} />
      {state.kind === "failed" ? <Notice caution>{state.message}</Notice> : null}
      {state.kind === "waiting" ? (
        <>
          <div class="window-tokens" role="group" aria-label={t("Tokens of the window")}>
            {store.get(firstTokens).map((token, at) => (
              <TokenName key={at} token={token} />
            ))}
          </div>
          <Notice icon="watch">{waitingFor(tablesKind)}</Notice>
        </>
      ) : null}
      {ready === undefined ? null : (
        <div class={tablesKind === "loading" ? "outdated" : undefined}>
          <Rows view={view} shown={shown} rows={ready} />
        </div>
      )}
    </>
  );
}

function waitingFor(tables: TablesState["kind"]): string {
  switch (tables) {
    case "ready":
      return t("Computing…");
    case "failed":
    case "cancelled":
      return t("Each token is one row of the token table. There are no weights to take it from.");
    default:
      return t("Each token is one row of the token table. The rows appear as soon as the weights are there.");
  }
}

function Rows({ view, shown, rows }: InspectorProps & { readonly shown: ViewState; readonly rows: InputRows }) {
  const { store } = view;
  const { show } = store.get(inputRowsOptions);
  const colours = store.get(palette);
  if (colours === undefined) return null;
  return (
    <>
      <div class="line spread">
        <Choice
          label={t("Show as")}
          value={show}
          options={[
            { value: "picture", label: t("Picture") },
            { value: "numbers", label: t("Numbers") },
            { value: "pytorch", label: "PyTorch" },
          ]}
          onChange={(next) => store.update(inputRowsOptions, (options) => ({ ...options, show: next }))}
        />
      </div>
      {show === "picture" ? <RowPictures view={view} shown={shown} inputRows={rows} palette={colours} /> : null}
      {show === "numbers" ? <RowNumbers view={view} inputRows={rows} palette={colours} /> : null}
      {show === "pytorch" ? <RowTensors view={view} inputRows={rows} /> : null}
      {rows.note === undefined ? null : <Notice>{rows.note}</Notice>}
      <BatchShapes shapes={rows.rows.shapes} />
      <Exports view={view} rows={rows} withPicture={show === "picture"} />
    </>
  );
}

function Exports({ view, rows, withPicture }: InspectorProps & { readonly rows: InputRows; readonly withPicture: boolean }) {
  const canvases = (): HTMLCanvasElement[] => [...document.querySelectorAll<HTMLCanvasElement>(".part.input-rows .heat-maps canvas")];
  const png = {
    label: "PNG",
    title: t("The three heat maps as a picture"),
    onSave: () => save(view, async () => [await picture(`embeddings window ${rows.window}.png`, canvases())]),
  };
  const choices = [
    { label: ".npy", title: t("The input rows, for numpy.load"), onSave: () => save(view, () => [inputRowsNpy(rows)]) },
    { label: ".safetensors", title: t("Token, position and input rows"), onSave: () => save(view, () => [inputRowsSafetensors(rows)]) },
  ];
  return <ExportLine choices={withPicture ? [...choices, png] : choices} />;
}

/** ◂ window 2 of 16,599 ▸ · batch 0, row 2. */
function WindowStepper(
  props: InspectorProps & {
    readonly shown: ViewState;
    readonly index: number;
    readonly count: number;
    readonly rows: InputRows | undefined;
  },
) {
  const { index, count, rows, view, shown } = props;
  const go = (selectedWindow: number): void => view.changeLens({ selectedWindow });
  const last = shown.text.kind === "ready" ? windowCount(shown.text.tokenCount, shown.lens.windows) - 1 : 0;
  return (
    <div class="line stepper">
      <IconButton icon="chevron-left" label={t("Window before")} disabled={index === 0} onClick={() => go(index - 1)} />
      <span class="number">{rich("window {0} <dim>of {1}</dim>", [formatCount(index), formatCount(count)])}</span>
      <IconButton icon="chevron-right" label={t("Next window")} disabled={index >= last} onClick={() => go(index + 1)} />
      <span class="dim small number">
        {rows === undefined
          ? ""
          : rows.batch === undefined
            ? t("in no batch (drop_last)")
            : t("batch {0}, row {1}", formatCount(rows.batch), rows.row)}
      </span>
    </div>
  );
}
