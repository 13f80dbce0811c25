/** The look-up in two ways: ids pick rows of the table; one-hot rows times the table are the same rows. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { printTensor } from "../../../core/torch/printTensor.ts";
import { IconButton } from "../../shared/elements/elements.tsx";
import { rich, t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { formatShape } from "../parts/numbers.ts";
import { OneHotTable, RowTable } from "./littleTables.tsx";
import type { Playground } from "./playground.ts";

/** How long one id is shown while playing. */
const stepMs = 1400;

export function LookUp({ view, playground, seed }: InspectorProps & { readonly playground: Playground; readonly seed: number }) {
  const { table, ids, proof } = playground;
  const { numEmbeddings, embeddingDim, weight } = table;
  const [step, setStep] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const current = Math.min(step, ids.length - 1);
  const currentId = ids[current] ?? 0;
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(() => setStep((before) => (before + 1) % ids.length), stepMs);
    return () => clearInterval(timer);
  }, [isPlaying, ids.length]);
  const show = (next: number): void => {
    setPlaying(false);
    setStep((next + ids.length) % ids.length);
  };
  const printed = `Parameter containing:\n${printTensor({ shape: [numEmbeddings, embeddingDim], dtype: "float32", values: weight }, ["requires_grad=True"])}`;
  const printedRows = printTensor({ shape: [ids.length, embeddingDim], dtype: "float32", values: proof.rows }, [
    "grad_fn=<EmbeddingBackward0>",
  ]);
  const looked = { ids, current, onShow: show };
  return (
    <div class="playground-body">
      <p class="say">
        {rich("An embedding layer is a table of numbers, one row per id. Looking up ids <mono>{0}</mono> just picks their rows:", [
          formatShape(Array.from(ids)),
        ])}
      </p>
      <div class="pair">
        <Figure name={t("table")} shape={[numEmbeddings, embeddingDim]}>
          <IconButton icon="copy" label={t("Copy the table as PyTorch prints it")} onClick={() => view.copy(printed)} />
          <RowTable {...looked} kind="table" rowIds={Array.from({ length: numEmbeddings }, (_, id) => id)} values={weight} />
        </Figure>
        <Figure name={t("rows of the ids")} shape={[ids.length, embeddingDim]}>
          <IconButton icon="copy" label={t("Copy the rows as PyTorch prints them")} onClick={() => view.copy(printedRows)} />
          <RowTable {...looked} kind="rows" rowIds={Array.from(ids)} values={proof.rows} />
        </Figure>
      </div>
      <p class="say">
        {rich(
          "It is also a matrix product. Write each id as a row of zeros with one 1 (<em>one-hot</em>) and multiply by the table: every 0 drops a row, the 1 keeps one.",
        )}
      </p>
      <div class="pair">
        <Figure name={t("one-hot")} shape={[ids.length, numEmbeddings]}>
          <span class="player">
            <IconButton icon="chevron-left" label={t("Id before")} onClick={() => show(current - 1)} />
            <IconButton
              icon={isPlaying ? "debug-pause" : "play"}
              label={isPlaying ? t("Pause") : t("Play: one id after the other")}
              onClick={() => setPlaying(!isPlaying)}
            />
            <IconButton icon="chevron-right" label={t("Next id")} onClick={() => show(current + 1)} />
          </span>
          <OneHotTable {...looked} columns={numEmbeddings} />
        </Figure>
        <Figure name={t("× table =")} shape={[ids.length, embeddingDim]}>
          <RowTable {...looked} kind="product" rowIds={Array.from(ids)} values={proof.product} />
        </Figure>
      </div>
      <p class="say" aria-live="polite">
        {rich(
          "For id {0}: 1 × row {0} + 0 × the other {1} = row {0}. Largest difference between look-up and product: <difference>{2}</difference>",
          [currentId, numEmbeddings - 1, proof.largestDifference],
          { difference: (children) => <strong class="number mono difference">{children}</strong> },
        )}
      </p>
      <details>
        <summary>{t("As PyTorch prints it")}</summary>
        <pre class="mono" role="region" aria-label={t("As PyTorch prints it")} tabIndex={0}>
          <span class="dim">{`>>> torch.manual_seed(${seed})\n>>> embedding_layer = torch.nn.Embedding(${numEmbeddings}, ${embeddingDim})\n>>> print(embedding_layer.weight)\n`}</span>
          {`${printed}\n`}
          <span class="dim">{`>>> print(embedding_layer(torch.tensor([${Array.from(ids).join(", ")}])))\n`}</span>
          {`${printedRows}\n`}
        </pre>
      </details>
    </div>
  );
}

/** @param props.children the caption's buttons, then the table */
function Figure(props: { readonly name: string; readonly shape: readonly number[]; readonly children: ComponentChildren }) {
  const children = Array.isArray(props.children) ? props.children : [props.children];
  return (
    <figure>
      <figcaption>
        {props.name} <span class="number dim">{formatShape(props.shape)}</span>
        {children.slice(0, -1)}
      </figcaption>
      {children.at(-1)}
    </figure>
  );
}
