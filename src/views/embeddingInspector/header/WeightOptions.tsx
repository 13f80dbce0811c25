/** Which weights are shown: a seed and sizes, or the tensors of a file; learned or sinusoidal positions; where others come from. */
import "./options.css";
import { limits } from "../../../protocol/lens.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { IconButton, Link } from "../../shared/elements/elements.tsx";
import { t } from "../../shared/l10n.tsx";
import { NumberField } from "../../shared/elements/NumberField.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { InspectorProps } from "../inspectorView.ts";
import { PositionChoice } from "../parts/PositionChoice.tsx";
import { trainedLabel } from "../training/trainingSentences.ts";
import { contextLengthOf } from "../tables/tablePlan.ts";

interface OptionsProps extends InspectorProps {
  readonly shown: ViewState;
}

export function WeightOptions({ view, shown }: OptionsProps) {
  const { embedding } = shown.lens;
  const trained = trainedLabel(view);
  const fromFile = embedding.weights === "file" && shown.weights.kind === "file";
  return (
    <div id="options" class="options">
      {trained === undefined ? null : <p class="small dim">{t("Shown: {0}. Reset the training to see these weights again:", trained)}</p>}
      {fromFile ? <FileTensors weights={shown.weights} /> : <SeededFields view={view} shown={shown} />}
      <div class="line">
        <span class="dim small">{t("positions")}</span>
        <PositionChoice view={view} />
      </div>
      <div class="line">
        <Link onClick={() => view.runCommand("tokenscope.loadEmbeddingWeights")}>
          <span class="codicon codicon-folder-opened" aria-hidden="true" /> {t("Load weights…")}
        </Link>
        {fromFile ? (
          <Link onClick={() => view.runCommand("tokenscope.useSeededWeights")}>{t("Use seeded weights")}</Link>
        ) : shown.weights.kind === "file" ? (
          <Link onClick={() => view.changeLens({ embedding: { weights: "file" } })}>{t("Use {0}", shown.weights.name)}</Link>
        ) : null}
      </div>
    </div>
  );
}

function SeededFields({ view, shown }: OptionsProps) {
  const { embedding, encoding } = shown.lens;
  const change = (part: Partial<typeof embedding>): void => view.changeLens({ embedding: part });
  const encodingSize = shown.text.kind === "ready" ? shown.text.vocabSize : undefined;
  return (
    <div class="fields">
      <NumberField
        name="seed"
        title="torch.manual_seed(seed)"
        digits={6}
        min={0}
        max={Number.MAX_SAFE_INTEGER}
        value={embedding.seed}
        onChange={(seed) => change({ seed })}
      />
      <NumberField
        name="embedding_dim"
        title={t("Values per row")}
        min={1}
        max={limits.embeddingDim}
        value={embedding.embeddingDim}
        onChange={(embeddingDim) => change({ embeddingDim })}
      />
      <span class="with-auto">
        <NumberField
          name="vocab_size"
          title={t("Rows of the token table")}
          digits={6}
          min={1}
          max={limits.vocabSize}
          value={embedding.vocabSize ?? encodingSize ?? 50257}
          onChange={(vocabSize) => change({ vocabSize })}
        />
        {embedding.vocabSize === null ? (
          <span class="dim small">{t("as {0}", encoding)}</span>
        ) : (
          <IconButton icon="discard" label={t("As many as {0} has", encoding)} onClick={() => change({ vocabSize: null })} />
        )}
      </span>
      <span class="with-auto">
        <NumberField
          name="context_length"
          title={t("Rows of the positional table")}
          min={1}
          max={limits.contextLength}
          value={contextLengthOf(shown)}
          onChange={(contextLength) => change({ contextLength })}
        />
        {embedding.contextLength === null ? (
          <span class="dim small">{t("as {0}", "max_length")}</span>
        ) : (
          <IconButton icon="discard" label={t("As long as a window")} onClick={() => change({ contextLength: null })} />
        )}
      </span>
    </div>
  );
}

function FileTensors({ weights }: Pick<ViewState, "weights">) {
  if (weights.kind !== "file") return null;
  const tables = [weights.token, ...(weights.positional === null ? [] : [weights.positional])];
  return (
    <dl class="tensors-of-file">
      {tables.map(({ tensor, rows, totalRows = rows, columns, dtype }) => (
        <div key={tensor}>
          <dt class="mono">{tensor}</dt>
          <dd class="number">
            [{formatCount(totalRows)}, {formatCount(columns)}] {dtype}
          </dd>
        </div>
      ))}
    </dl>
  );
}
