/** A batch exactly as PyTorch prints it: `print(batch)`, or its inputs and targets as the notebook does. */
import "./tensor.css";
import { useLayoutEffect } from "preact/hooks";
import { printBatchList, printInputsAndTargets } from "../../../../core/torch/printBatch.ts";
import { printSize } from "../../../../core/torch/printTensor.ts";
import { Choice, IconButton } from "../../../shared/elements/elements.tsx";
import { t } from "../../../shared/l10n.tsx";
import { changeOptions } from "../../tokenView.ts";
import { viewOptions } from "../../viewOptions.ts";
import { pagesOf, wantTokens } from "../loadedTokens.ts";
import type { WindowsProps } from "../windowsProps.ts";
import { printableBatch, printedSpans } from "./tensorIds.ts";

export function TensorText({ view, model, windows }: WindowsProps & { readonly windows: Int32Array }) {
  const shape = { windows, maxLength: model.options.maxLength, stride: model.options.stride };
  useLayoutEffect(() => wantTokens(view, "tensor", printedSpans(shape)));
  useLayoutEffect(() => () => wantTokens(view, "tensor", []), []);
  const batch = printableBatch(shape, pagesOf(view));
  const chosen = view.store.get(viewOptions).print;
  const print = chosen === "auto" ? (windows.length === 1 ? "list" : "pair") : chosen;
  const printed = batch === undefined ? undefined : print === "list" ? printBatchList(batch) : printInputsAndTargets(batch);
  return (
    <div class="tensor">
      <div class="tensor-tools">
        <Choice
          label={t("Print")}
          value={print}
          options={[
            { value: "pair", label: t("inputs, targets"), title: "print(inputs), print(targets)" },
            { value: "list", label: "print(batch)", title: "print(next(iter(dataloader)))" },
          ]}
          onChange={(next) => changeOptions(view, { print: next })}
        />
        <span class="dim mono small">{batch === undefined ? "" : printSize(batch.shape)}</span>
        <span class="spring" />
        <IconButton
          icon="copy"
          label={t("Copy the tensors’ text")}
          disabled={printed === undefined}
          onClick={() => view.copy(printed ?? "")}
        />
      </div>
      <pre class="printed" role="region" tabIndex={0} aria-label={t("Batch as PyTorch prints it")}>
        {printed ?? ""}
      </pre>
    </div>
  );
}
