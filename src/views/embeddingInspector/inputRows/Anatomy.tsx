/** Token rows + position rows = input rows, for the selected window: as pictures, as numbers, or as PyTorch prints them. */
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { Choice, IconButton, Link } from "../../shared/elements.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { AnatomyNumbers } from "./AnatomyNumbers.tsx";
import { AnatomyPicture } from "./AnatomyPicture.tsx";
import { AnatomyTensors } from "./AnatomyTensors.tsx";
import { BatchShapes } from "./BatchShapes.tsx";
import type { Controller } from "../controller.ts";
import { ExportLine } from "./ExportLine.tsx";
import { anatomySafetensors, inputRowsNpy, picture } from "./exports.ts";
import { Notice, Progress } from "../Section.tsx";
import type { Anatomy as AnatomyData, InspectorState } from "../state.ts";
import type { Dispatch } from "../store.ts";
import { TokenName } from "../TokenName.tsx";
import { chooseWindow } from "./windowChoice.ts";

interface Props {
  readonly state: InspectorState;
  readonly dispatch: Dispatch;
  readonly controller: Controller;
}

export function AnatomyBody(props: Props) {
  const { state, dispatch, controller } = props;
  const { view, anatomy, tables, kept } = state;
  if (view === undefined) return <Notice icon="loading">Waiting for the text…</Notice>;
  const choice = chooseWindow(view);
  if (choice.kind === "tokenizing") return <Progress label={`Tokenizing ${choice.name}`} done={choice.done} />;
  if (choice.kind === "none") {
    return (
      <Notice>
        {choice.sentence}{" "}
        {choice.sample ? <Link onClick={() => controller.runCommand("tokenscope.openSampleText")}>Open the sample text</Link> : null}
      </Notice>
    );
  }
  return (
    <>
      <WindowStepper
        view={view}
        index={choice.index}
        count={choice.count}
        anatomy={anatomy.kind === "ready" ? anatomy.anatomy : undefined}
        controller={controller}
      />
      {anatomy.kind === "failed" ? <Notice caution>{anatomy.message}</Notice> : null}
      {anatomy.kind === "waiting" ? (
        <>
          <div class="window-tokens" aria-label="Tokens of the window">
            {anatomy.tokens.map((token, at) => (
              <TokenName key={at} token={token} />
            ))}
          </div>
          <Notice icon="watch">{waitingFor(tables.kind)}</Notice>
        </>
      ) : null}
      {anatomy.kind === "ready" && state.palette !== undefined ? (
        <div class={tables.kind === "loading" ? "outdated" : undefined}>
          <div class="line spread">
            <Choice
              label="Show as"
              value={kept.show}
              options={[
                { value: "picture", label: "Picture" },
                { value: "numbers", label: "Numbers" },
                { value: "pytorch", label: "PyTorch" },
              ]}
              onChange={(show) => dispatch({ kind: "keep", change: { show } })}
            />
          </div>
          {kept.show === "picture" ? <AnatomyPicture {...props} anatomy={anatomy.anatomy} palette={state.palette} view={view} /> : null}
          {kept.show === "numbers" ? <AnatomyNumbers {...props} anatomy={anatomy.anatomy} palette={state.palette} /> : null}
          {kept.show === "pytorch" ? <AnatomyTensors anatomy={anatomy.anatomy} controller={controller} /> : null}
          {anatomy.anatomy.note === undefined ? null : <Notice>{anatomy.anatomy.note}</Notice>}
          <BatchShapes anatomy={anatomy.anatomy} />
          <AnatomyExports anatomy={anatomy.anatomy} controller={controller} withPicture={kept.show === "picture"} />
        </div>
      ) : null}
    </>
  );
}

function waitingFor(tables: InspectorState["tables"]["kind"]): string {
  switch (tables) {
    case "ready":
      return "Computing…";
    case "failed":
    case "cancelled":
      return "Each token is one row of the token table. There are no weights to take it from.";
    default:
      return "Each token is one row of the token table. The rows appear as soon as the weights are there.";
  }
}

function AnatomyExports(props: { readonly anatomy: AnatomyData; readonly controller: Controller; readonly withPicture: boolean }) {
  const { anatomy, controller } = props;
  const canvases = (): HTMLCanvasElement[] => [...document.querySelectorAll<HTMLCanvasElement>(".part.anatomy .heat-maps canvas")];
  const png = {
    label: "PNG",
    title: "The three heat maps as a picture",
    onSave: () =>
      controller.save(async () => [
        await picture(`embeddings window ${anatomy.window}.png`, canvases(), getComputedStyle(document.body).backgroundColor),
      ]),
  };
  const choices = [
    { label: ".npy", title: "The input rows, for numpy.load", onSave: () => controller.save(() => [inputRowsNpy(anatomy)]) },
    { label: ".safetensors", title: "Token, position and input rows", onSave: () => controller.save(() => [anatomySafetensors(anatomy)]) },
  ];
  return <ExportLine choices={props.withPicture ? [...choices, png] : choices} />;
}

/** ◂ window 2 of 16,599 ▸ · batch 0, row 2. */
function WindowStepper(props: {
  readonly view: ViewState;
  readonly index: number;
  readonly count: number;
  readonly anatomy: AnatomyData | undefined;
  readonly controller: Controller;
}) {
  const { index, count, anatomy, controller, view } = props;
  const go = (selectedWindow: number): void => controller.changeLens({ selectedWindow });
  const last = view.text.kind === "ready" ? windowCount(view.text.tokenCount, view.lens.windows) - 1 : 0;
  return (
    <div class="line stepper">
      <IconButton icon="chevron-left" label="Window before" disabled={index === 0} onClick={() => go(index - 1)} />
      <span class="number">
        window {formatCount(index)} <span class="dim">of {formatCount(count)}</span>
      </span>
      <IconButton icon="chevron-right" label="Next window" disabled={index >= last} onClick={() => go(index + 1)} />
      <span class="dim small number">
        {anatomy === undefined
          ? ""
          : anatomy.batch === undefined
            ? "in no batch (drop_last)"
            : `batch ${formatCount(anatomy.batch)}, row ${anatomy.row}`}
      </span>
    </div>
  );
}
