/** What position adds: the same token at two places, and how alike positions are to each other. */
import { useRef, useState } from "preact/hooks";
import { rowAt } from "../../../core/embeddings/embedding.ts";
import { cosine, euclidean } from "../../../core/embeddings/similarity.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { Choice } from "../../shared/elements.tsx";
import { labelOf, rangeOf } from "../inputRows/AnatomyPicture.tsx";
import type { Controller } from "../controller.ts";
import { HeatCanvas, useWidth } from "../inputRows/HeatCanvas.tsx";
import { formatShape, formatValue } from "../numbers.ts";
import type { Palette } from "../inputRows/palette.ts";
import { comparedPositions } from "./positionEffects.ts";
import { Notice } from "../Section.tsx";
import type { Anatomy, InspectorState, ReadyTables } from "../state.ts";

interface Props {
  readonly state: InspectorState;
  readonly controller: Controller;
}

export function PositionsBody({ state, controller }: Props) {
  const { view, tables, anatomy, palette, cosineMap } = state;
  if (view === undefined || palette === undefined || tables.kind !== "ready")
    return <Notice icon="watch">Positions appear as soon as the weights are there.</Notice>;
  return (
    <>
      <div class="line">
        <Choice
          label="Positions"
          value={view.lens.embedding.positions}
          options={[
            { value: "learned", label: "learned", title: "Rows of the positional table, as GPT-2 learns them" },
            { value: "sinusoidal", label: "sinusoidal", title: "Fixed sines and cosines, as in Attention Is All You Need" },
          ]}
          onChange={(positions) => controller.changeLens({ embedding: { positions } })}
        />
      </div>
      <p class="say small dim">
        {view.lens.embedding.positions === "learned"
          ? "A table like that of the tokens: one row per position. Training fills it; a seed makes it random, so no position is like another."
          : "No table to train: each dimension is a wave over the positions, slower from left to right, so neighbouring positions are alike."}
      </p>
      {anatomy.kind === "ready" ? (
        <Comparison state={state} view={view} tables={tables} anatomy={anatomy.anatomy} palette={palette} />
      ) : null}
      {cosineMap.kind === "failed" ? <Notice caution>{cosineMap.message}</Notice> : null}
      {cosineMap.kind === "ready" ? <CosineMap values={cosineMap.values} count={cosineMap.count} palette={palette} /> : null}
    </>
  );
}

/** The same token, here and at another position: two input rows, and their difference, which is that of the position rows alone. */
function Comparison(props: {
  readonly state: InspectorState;
  readonly view: ViewState;
  readonly tables: ReadyTables;
  readonly anatomy: Anatomy;
  readonly palette: Palette;
}) {
  const { state, view, tables, anatomy, palette } = props;
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const selected = view.lens.selectedToken === null ? -1 : view.lens.selectedToken - anatomy.tokenFrom;
  const here = state.cell?.row ?? (selected >= 0 && selected < anatomy.tokens.length ? selected : 0);
  const token = anatomy.tokens[here];
  const positions = comparedPositions(view, tables);
  const there = Math.min(chosen ?? here + 1, positions.numEmbeddings - 1);
  if (token === undefined || here >= positions.numEmbeddings || there < 0) return null;
  const row = rowAt(tables.token, token.id);
  const { embeddingDim } = tables.token;
  const at = (position: number): Float32Array => rowAt(positions, position).map((value, i) => value + (row[i] ?? 0)); // rows of one length
  const [first, second] = [at(here), at(there)];
  const rows = [
    { label: `at ${here}`, values: first },
    { label: `at ${there}`, values: second },
    { label: "change", values: second.map((value, i) => value - (first[i] ?? 0)) },
  ];
  const range = rangeOf(state, anatomy);
  return (
    <div class="comparison">
      <div>
        <span class="mono">{labelOf(token)}</span> at position <span class="number">{here}</span> and at
      </div>
      <div class="line">
        <input
          type="range"
          min={0}
          max={positions.numEmbeddings - 1}
          value={there}
          aria-label="Other position"
          onInput={(event) => setChosen(Number(event.currentTarget.value))}
        />
        <span class="number">{there}</span>
      </div>
      <div class="heat-maps still">
        {rows.map(({ label, values }) => (
          <>
            <span class="heat-label mono">{label}</span>
            <HeatCanvas
              picture={{ values, columns: embeddingDim, rowFrom: 0, rowTo: 1 }}
              range={range}
              palette={palette}
              rowHeight={19}
              label={label}
            />
          </>
        ))}
      </div>
      <p class="small dim">
        cosine <span class="number mono">{formatValue(cosine(first, second))}</span>, distance{" "}
        <span class="number mono">{formatValue(euclidean(first, second))}</span>
        {here === there ? ": the same position, so the same row." : ": the model can tell the two apart by position alone."}
      </p>
    </div>
  );
}

function CosineMap({ values, count, palette }: { readonly values: Float32Array; readonly count: number; readonly palette: Palette }) {
  const box = useRef<HTMLDivElement>(null);
  const width = Math.min(useWidth(box), 360);
  const [place, setPlace] = useState<{ readonly row: number; readonly column: number } | undefined>(undefined);
  const move = (rows: number, columns: number): void =>
    setPlace((before) => ({
      row: Math.max(0, Math.min(count - 1, (before?.row ?? 0) + rows)),
      column: Math.max(0, Math.min(count - 1, (before?.column ?? 0) + columns)),
    }));
  const steps: Record<string, readonly [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  return (
    <div ref={box}>
      <div class="heat-head">
        <span>cosine of position with position</span>
        <span class="number dim">{formatShape([count, count])}</span>
      </div>
      <div
        class="cosine-map"
        role="application"
        tabIndex={0}
        aria-label="Cosine map of positions. Arrow keys move from cell to cell."
        style={{ width: `${width}px` }}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (step === undefined) return;
          event.preventDefault();
          move(step[0], step[1]);
        }}
        onPointerMove={(event) => {
          const area = event.currentTarget.getBoundingClientRect();
          const cell = (offset: number, size: number): number => Math.max(0, Math.min(count - 1, Math.floor((offset / size) * count)));
          setPlace({ row: cell(event.clientY - area.top, area.height), column: cell(event.clientX - area.left, area.width) });
        }}
      >
        {width > 0 ? (
          <HeatCanvas
            picture={{ values, columns: count, rowFrom: 0, rowTo: count }}
            range={1}
            palette={palette}
            rowHeight={width / count}
            label="Cosine map of positions"
          />
        ) : null}
      </div>
      <p class="small dim" aria-live="polite">
        {place === undefined
          ? "Point at a cell: how alike two positions are, from −1 to 1."
          : `positions ${place.row} and ${place.column}: ${formatValue(values[place.row * count + place.column] ?? 0)}`}
      </p>
    </div>
  );
}
