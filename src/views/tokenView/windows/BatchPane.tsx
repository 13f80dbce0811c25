/** All windows as rows, the batch that holds the selected one, or that batch as PyTorch prints it. */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { batchAt } from "../../../core/windows/batch.ts";
import { Choice, IconButton } from "../../shared/elements.tsx";
import { counted, formatCount } from "../../shared/numbers.ts";
import { TensorText } from "./TensorText.tsx";
import { isSameOrder, slicedOrder } from "./shuffling.ts";
import { batchOf, type WindowsModel } from "./windowsModel.ts";
import { WindowRows } from "./WindowRows.tsx";
import type { WindowsProps } from "./WindowsTab.tsx";

export function BatchPane(props: WindowsProps & { readonly window: number }) {
  const { app, state, model, window } = props;
  const { pane } = state.choices;
  const place = useMemo(() => batchOf(model, window), [model, window]); // in a shuffled order it is searched for
  const goTo = (batch: number): void => app.changeLens({ selectedWindow: windowsOfBatch(model, batch)[0] ?? 0 });
  const section = useRef<HTMLElement>(null);
  const isChosen = useRef(false);
  useLayoutEffect(() => {
    if (isChosen.current) scrollToTop(section.current);
    isChosen.current = false;
  }, [pane]);
  return (
    <section class="pane batches" aria-label="Windows and batches" ref={section}>
      <header class="pane-header">
        <Choice
          label="Show"
          value={pane}
          options={[
            { value: "windows", label: "all windows" },
            { value: "batch", label: "batch" },
            { value: "tensor", label: "tensor" },
          ]}
          onChange={(next) => {
            isChosen.current = true;
            app.dispatch({ kind: "choicesChanged", choices: { pane: next } });
          }}
        />
        <span class="spring" />
        {pane === "windows" ? (
          <span class="dim number small">{counted(model.windowCount, "window")}</span>
        ) : place === undefined || place === null ? null : (
          <span class="stepper">
            <IconButton icon="triangle-left" label="Previous batch" disabled={place.batch === 0} onClick={() => goTo(place.batch - 1)} />
            <span class="number small">
              batch <b>{formatCount(place.batch)}</b> <span class="dim">of {formatCount(model.batchCount)}</span>
            </span>
            <IconButton
              icon="triangle-right"
              label="Next batch"
              disabled={place.batch >= model.batchCount - 1}
              onClick={() => goTo(place.batch + 1)}
            />
          </span>
        )}
      </header>
      <div class="pane-body">
        {pane === "windows" ? (
          <WindowRows {...props} count={model.windowCount} windowAt={(row) => row} selectedRow={window} />
        ) : place === null ? (
          <Shuffling {...props} />
        ) : place === undefined ? (
          <NoBatch {...props} goTo={goTo} />
        ) : pane === "batch" ? (
          <BatchRows {...props} batch={place.batch} row={place.row} />
        ) : (
          <TensorText {...props} windows={windowsOfBatch(model, place.batch)} batch={place.batch} />
        )}
      </div>
    </section>
  );
}

/** What was chosen is seen: in a narrow view the parts stand one above the other, and this one may begin at the lower edge. The tab alone
 *  scrolls; `scrollIntoView` would also move what is around it. */
function scrollToTop(section: HTMLElement | null): void {
  const tab = section?.closest(".windows");
  if (section && tab) tab.scrollTop += section.getBoundingClientRect().top - tab.getBoundingClientRect().top;
}

const windowsOfBatch = (model: WindowsModel, batch: number): Int32Array =>
  batchAt(batch, model.windowCount, model.options, model.order ?? undefined); // asked only of batches that are known

function BatchRows(props: WindowsProps & { readonly window: number; readonly batch: number; readonly row: number }) {
  const windows = windowsOfBatch(props.model, props.batch);
  return <WindowRows {...props} count={windows.length} windowAt={(row) => windows[row] ?? 0} selectedRow={props.row} />;
}

/** While the order of many windows is drawn. */
function Shuffling({ state: { shuffled }, model }: WindowsProps) {
  const key = slicedOrder(model.tokenCount, model.options) ?? undefined;
  const stage = isSameOrder(shuffled?.key, key) ? shuffled?.stage : undefined;
  if (stage?.kind === "failed") {
    return (
      <div class="blank">
        <p>The windows could not be shuffled.</p>
        <p class="dim">{stage.message}</p>
      </div>
    );
  }
  const done = stage?.kind === "drawing" ? stage.done : 0;
  return (
    <div class="blank">
      <p>Shuffling {counted(model.windowCount, "window")}</p>
      <progress max={1} value={done} aria-label="Shuffling" />
      <p class="dim number">{Math.floor(done * 100)} %</p>
    </div>
  );
}

function NoBatch({ model, window, goTo }: WindowsProps & { readonly window: number; readonly goTo: (batch: number) => void }) {
  const lost = model.ledger.lostWindowCount;
  return (
    <div class="blank">
      <p>
        Window {formatCount(window)} is in no batch: drop_last leaves out the last {counted(lost, "window")}.
      </p>
      {model.batchCount === 0 ? null : (
        <button type="button" class="link" onClick={() => goTo(model.batchCount - 1)}>
          Go to the last batch
        </button>
      )}
    </div>
  );
}
