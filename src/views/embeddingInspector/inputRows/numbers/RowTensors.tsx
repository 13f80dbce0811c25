/** The same as PyTorch prints it, line for line. */
import { printSize, printTensor } from "../../../../core/torch/printTensor.ts";
import { IconButton } from "../../../shared/elements/elements.tsx";
import { t } from "../../../shared/l10n.tsx";
import type { InspectorProps } from "../../inspectorView.ts";
import type { InputRows } from "../inputRows.ts";

export function RowTensors({ view, inputRows }: InspectorProps & { readonly inputRows: InputRows }) {
  const { rows, batchIds, row } = inputRows;
  const { shapes, maxLength, embeddingDim } = rows;
  const shape = [maxLength, embeddingDim];
  const blocks: readonly { readonly code: string; readonly printed: string }[] = [
    { code: "print(inputs)", printed: printTensor({ shape: shapes.inputs, dtype: "int64", values: batchIds }) },
    { code: "print(inputs.shape)", printed: printSize(shapes.inputs) },
    { code: `print(token_embeddings[${row}])`, printed: printTensor({ shape, dtype: "float32", values: rows.token }) },
    { code: "print(pos_embeddings)", printed: printTensor({ shape, dtype: "float32", values: rows.position }) },
    { code: `print(input_embeddings[${row}])`, printed: printTensor({ shape, dtype: "float32", values: rows.input }) },
    { code: "print(input_embeddings.shape)", printed: printSize(shapes.inputEmbeddings) },
  ];
  const text = blocks.map(({ code, printed }) => `>>> ${code}\n${printed}`).join("\n");
  return (
    <div class="tensors">
      <IconButton icon="copy" label={t("Copy")} onClick={() => view.copy(text)} />
      <pre class="mono" role="region" tabIndex={0} aria-label={t("As PyTorch prints it")}>
        {blocks.map(({ code, printed }) => (
          <>
            <span class="dim">{`>>> ${code}\n`}</span>
            {`${printed}\n`}
          </>
        ))}
      </pre>
    </div>
  );
}
