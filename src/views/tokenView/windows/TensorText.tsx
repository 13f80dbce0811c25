/** A batch exactly as PyTorch prints it: `print(batch)`, or its inputs and targets as the notebook does. */
import { useLayoutEffect } from "preact/hooks";
import { printBatchList, printInputsAndTargets } from "../../../core/torch/printBatch.ts";
import { printSize } from "../../../core/torch/printTensor.ts";
import { Choice, IconButton } from "../../shared/elements.tsx";
import { printableBatch, printedSpans } from "./tensorIds.ts";
import type { WindowsProps } from "./WindowsTab.tsx";

export function TensorText(props: WindowsProps & { readonly windows: Int32Array; readonly batch: number }) {
  const { app, state, model, windows } = props;
  const shape = { windows, maxLength: model.options.maxLength, stride: model.options.stride };
  useLayoutEffect(() => app.wantTokens("tensor", printedSpans(shape)));
  useLayoutEffect(() => () => app.wantTokens("tensor", []), []);
  const batch = printableBatch(shape, state.pages);
  const print = state.choices.print ?? (windows.length === 1 ? "list" : "pair");
  const printed = batch === null ? null : print === "list" ? printBatchList(batch) : printInputsAndTargets(batch);
  return (
    <div class="tensor">
      <div class="tensor-tools">
        <Choice
          label="Print"
          value={print}
          options={[
            { value: "pair", label: "inputs, targets", title: "print(inputs), print(targets)" },
            { value: "list", label: "print(batch)", title: "print(next(iter(dataloader)))" },
          ]}
          onChange={(next) => app.dispatch({ kind: "choicesChanged", choices: { print: next } })}
        />
        <span class="dim mono small">{batch === null ? "" : printSize(batch.shape)}</span>
        <span class="spring" />
        <IconButton icon="copy" label="Copy the tensors’ text" disabled={printed === null} onClick={() => app.copy(printed ?? "")} />
      </div>
      <pre class="printed" tabIndex={0} aria-label="Batch as PyTorch prints it">
        {printed ?? ""}
      </pre>
    </div>
  );
}
