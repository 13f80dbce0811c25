/** The shapes of the whole batch, as the notebook prints them. */
import { printSize } from "../../../core/torch/printTensor.ts";
import type { Anatomy } from "../state.ts";

export function BatchShapes({ anatomy }: { readonly anatomy: Anatomy }) {
  const { shapes } = anatomy.rows;
  const lines = [
    ["inputs", shapes.inputs, "token ids: windows × tokens"],
    ["token_embeddings", shapes.tokenEmbeddings, "one row of the token table per id"],
    ["pos_embeddings", shapes.positionalEmbeddings, "one row per position, the same for every window"],
    ["input_embeddings", shapes.inputEmbeddings, "their sum: what the model receives"],
  ] as const;
  return (
    <dl class="shapes" aria-label="Shapes of the batch">
      {lines.map(([name, shape, meaning]) => (
        <div key={name} title={meaning}>
          <dt class="mono">{name}</dt>
          <dd class="mono">{printSize(shape)}</dd>
        </div>
      ))}
    </dl>
  );
}
