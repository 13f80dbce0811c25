/** The shapes of the whole batch, as the notebook prints them. */
import { printSize } from "../../../core/torch/printTensor.ts";
import { t } from "../../shared/l10n.tsx";
import type { WindowRows } from "../gpu/gpuJobs.ts";

export function BatchShapes({ shapes }: Pick<WindowRows, "shapes">) {
  const lines = [
    ["inputs", shapes.inputs, t("token ids: windows × tokens")],
    ["token_embeddings", shapes.tokenEmbeddings, t("one row of the token table per id")],
    ["pos_embeddings", shapes.positionalEmbeddings, t("one row per position, the same for every window")],
    ["input_embeddings", shapes.inputEmbeddings, t("their sum: what the model receives")],
  ] as const;
  return (
    <dl class="shapes" aria-label={t("Shapes of the batch")}>
      {lines.map(([name, shape, meaning]) => (
        <div key={name} title={meaning}>
          <dt class="mono">{name}</dt>
          <dd class="mono">{printSize(shape)}</dd>
        </div>
      ))}
    </dl>
  );
}
