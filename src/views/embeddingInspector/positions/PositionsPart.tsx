/** What position adds: the same token at two positions, and how alike positions are to each other. */
import "./positions.css";
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { rowAt } from "../../../core/embeddings/embedding.ts";
import { cosine, euclidean } from "../../../core/embeddings/similarity.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { hostState } from "../../shared/state/hostState.ts";
import { rich, t } from "../../shared/l10n.tsx";
import { labelOf } from "../../shared/elements/tokenText.ts";
import { cursor } from "../inputRows/cursor.ts";
import { type InputRows, inputRows } from "../inputRows/inputRows.ts";
import { rangeOf } from "../inputRows/range.ts";
import { type InspectorProps, palette } from "../inspectorView.ts";
import { HeatCanvas } from "../parts/HeatCanvas.tsx";
import { formatValue } from "../parts/numbers.ts";
import type { Palette } from "../parts/palette.ts";
import { PositionChoice } from "../parts/PositionChoice.tsx";
import { Notice } from "../parts/states.tsx";
import { rowOfId } from "../tables/tableRows.ts";
import { type ReadyTables, tables } from "../tables/tables.ts";
import { CosineMap } from "./CosineMap.tsx";
import { comparedPositions, cosineMap } from "./positions.ts";

export function PositionsPart({ view }: InspectorProps) {
  const { store } = view;
  const { shown } = store.get(hostState);
  const colours = store.get(palette);
  const made = store.get(tables);
  if (shown === undefined || colours === undefined || made.kind !== "ready")
    return <Notice icon="watch">{t("Positions appear as soon as the weights are there.")}</Notice>;
  const rows = store.get(inputRows);
  const map = store.get(cosineMap);
  return (
    <>
      <div class="line">
        <PositionChoice view={view} />
      </div>
      <p class="say small dim">
        {shown.lens.embedding.positions === "learned"
          ? t(
              "A table like that of the tokens: one row per position. Training fills it; a seed makes it random, so no position is like another.",
            )
          : t(
              "No table to train: each dimension is a wave over the positions, slower from left to right, so neighbouring positions are alike.",
            )}
      </p>
      {rows.kind === "ready" ? <Comparison view={view} shown={shown} tables={made} inputRows={rows.inputRows} palette={colours} /> : null}
      {map.kind === "failed" ? <Notice caution>{map.message}</Notice> : null}
      {map.kind === "ready" ? <CosineMap values={map.values} count={map.count} palette={colours} /> : null}
    </>
  );
}

interface ComparisonProps extends InspectorProps {
  readonly shown: ViewState;
  readonly tables: ReadyTables;
  readonly inputRows: InputRows;
  readonly palette: Palette;
}

/** The same token, here and at another position: two input rows, and their difference, which is that of the position rows alone. */
function Comparison({ view, shown, tables, inputRows, palette }: ComparisonProps) {
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const selected = shown.lens.selectedToken === null ? -1 : shown.lens.selectedToken - inputRows.tokenFrom;
  const here = view.store.get(cursor).cell?.row ?? (selected >= 0 && selected < inputRows.tokens.length ? selected : 0);
  const token = inputRows.tokens[here];
  const positions = comparedPositions(view, shown, tables);
  const there = Math.min(chosen ?? here + 1, positions.numEmbeddings - 1);
  if (token === undefined || here >= positions.numEmbeddings || there < 0) return null;
  const tokenRow = rowOfId(tables, token.id);
  if (tokenRow < 0) return null;
  const row = rowAt(tables.token, tokenRow);
  const { embeddingDim } = tables.token;
  const at = (position: number): Float32Array => rowAt(positions, position).map((value, i) => value + (row[i] ?? 0)); // rows of one length
  const [first, second] = [at(here), at(there)];
  const rows = [
    { label: t("at {0}", here), values: first },
    { label: t("at {0}", there), values: second },
    { label: t("change"), values: second.map((value, i) => value - (first[i] ?? 0)) },
  ];
  const range = rangeOf(view, inputRows);
  const [alike, apart] = [formatValue(cosine(first, second)), formatValue(euclidean(first, second))];
  return (
    <div class="comparison">
      <div>{rich("<mono>{0}</mono> at position <number>{1}</number> and at", [labelOf(token.text), here])}</div>
      <div class="line">
        <input
          type="range"
          min={0}
          max={positions.numEmbeddings - 1}
          value={there}
          aria-label={t("Other position")}
          onInput={(event) => setChosen(Number(event.currentTarget.value))}
        />
        <span class="number">{there}</span>
      </div>
      <div class="heat-maps still">
        {rows.map(({ label, values }, i) => (
          <Fragment key={i}>
            <span class="heat-label mono">{label}</span>
            <HeatCanvas
              picture={{ values, columns: embeddingDim, rowFrom: 0, rowTo: 1 }}
              range={range}
              palette={palette}
              rowHeight={19}
              label={label}
            />
          </Fragment>
        ))}
      </div>
      <p class="small dim">
        {rich(
          here === there
            ? "cosine <value>{0}</value>, distance <value>{1}</value>: the same position, so the same row."
            : "cosine <value>{0}</value>, distance <value>{1}</value>: the model can tell the two apart by position alone.",
          [alike, apart],
          { value: (children) => <span class="number mono">{children}</span> },
        )}
      </p>
    </div>
  );
}
