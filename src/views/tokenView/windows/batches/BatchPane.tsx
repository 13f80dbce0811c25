/** All windows as rows, the batch that holds the selected one, or that batch as PyTorch prints it. */
import "./batches.css";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { batchAt } from "../../../../core/windows/batch.ts";
import { Choice, IconButton } from "../../../shared/elements/elements.tsx";
import { plural, rich, t } from "../../../shared/l10n.tsx";
import { formatCount } from "../../../shared/numbers.ts";
import { changeOptions } from "../../tokenView.ts";
import { viewOptions } from "../../viewOptions.ts";
import { batchOf, type WindowsModel } from "../windowsModel.ts";
import type { WindowProps } from "../windowsProps.ts";
import { NoBatch, Shuffling } from "./noRows.tsx";
import { TensorText } from "./TensorText.tsx";
import { WindowRows } from "./WindowRows.tsx";

export function BatchPane(props: WindowProps) {
  const { view, model, window } = props;
  const { pane } = view.store.get(viewOptions);
  const batchRow = useMemo(() => batchOf(model, window), [model, window]); // in a shuffled order it is searched for
  const goTo = (batch: number): void => view.changeLens({ selectedWindow: windowsOfBatch(model, batch)[0] ?? 0 });
  const section = useRef<HTMLElement>(null);
  const isChosen = useRef(false);
  useLayoutEffect(() => {
    if (isChosen.current) scrollToTop(section.current);
    isChosen.current = false;
  }, [pane]);
  return (
    <section class="pane batches" aria-label={t("Windows and batches")} ref={section}>
      <header class="pane-header">
        <Choice
          label={t("Show")}
          value={pane}
          options={[
            { value: "windows", label: t("all windows") },
            { value: "batch", label: t("batch") },
            { value: "tensor", label: t("tensor") },
          ]}
          onChange={(next) => {
            isChosen.current = true;
            changeOptions(view, { pane: next });
          }}
        />
        <span class="spring" />
        {pane === "windows" ? (
          <span class="dim number small">{plural(model.windowCount, "{0} window", "{0} windows")}</span>
        ) : batchRow === undefined || batchRow === "drawing" ? null : (
          <BatchStepper batch={batchRow.batch} batchCount={model.batchCount} onGo={goTo} />
        )}
      </header>
      <div class="pane-body">
        {pane === "windows" ? (
          <WindowRows {...props} count={model.windowCount} windowAt={(row) => row} selectedRow={window} />
        ) : batchRow === "drawing" ? (
          <Shuffling {...props} />
        ) : batchRow === undefined ? (
          <NoBatch {...props} onGo={goTo} />
        ) : pane === "batch" ? (
          <BatchRows {...props} batch={batchRow.batch} row={batchRow.row} />
        ) : (
          <TensorText {...props} windows={windowsOfBatch(model, batchRow.batch)} />
        )}
      </div>
    </section>
  );
}

function BatchStepper(props: { readonly batch: number; readonly batchCount: number; readonly onGo: (batch: number) => void }) {
  const { batch, batchCount, onGo } = props;
  return (
    <span class="stepper">
      <IconButton icon="triangle-left" label={t("Previous batch")} disabled={batch === 0} onClick={() => onGo(batch - 1)} />
      <span class="number small">{rich("batch <b>{0}</b> <dim>of {1}</dim>", [formatCount(batch), formatCount(batchCount)])}</span>
      <IconButton icon="triangle-right" label={t("Next batch")} disabled={batch >= batchCount - 1} onClick={() => onGo(batch + 1)} />
    </span>
  );
}

/** What was chosen is seen: in a narrow view the parts are one above the other, and this one may begin at the lower edge. The tab alone
 *  scrolls; `scrollIntoView` would also move what is around it. */
function scrollToTop(section: HTMLElement | null): void {
  const tab = section?.closest(".windows");
  if (section && tab) tab.scrollTop += section.getBoundingClientRect().top - tab.getBoundingClientRect().top;
}

/** Asked only of batches that are known, so the order is drawn. */
const windowsOfBatch = ({ windowCount, options, order }: WindowsModel, batch: number): Int32Array =>
  batchAt(batch, windowCount, options, order === "drawing" ? undefined : order);

function BatchRows(props: WindowProps & { readonly batch: number; readonly row: number }) {
  const windows = windowsOfBatch(props.model, props.batch);
  return <WindowRows {...props} count={windows.length} windowAt={(row) => windows[row] ?? 0} selectedRow={props.row} />;
}
