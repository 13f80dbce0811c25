/** Three aligned heat maps, one under the other, with one cursor through all three: token + position = input. */
import "./heatMaps.css";
import { useRef } from "preact/hooks";
import type { ViewState } from "../../../../protocol/views.ts";
import { t } from "../../../shared/l10n.tsx";
import { labelOf } from "../../../shared/elements/tokenText.ts";
import type { InspectorProps } from "../../inspectorView.ts";
import { HeatCanvas } from "../../parts/HeatCanvas.tsx";
import { formatShape } from "../../parts/numbers.ts";
import type { Palette } from "../../parts/palette.ts";
import { type Cell, cursor, moved, rowsPerPage } from "../cursor.ts";
import { type InputRows, inputRowsOptions } from "../inputRows.ts";
import { Legend } from "./Legend.tsx";
import { rangeOf } from "../range.ts";
import { Readout } from "./Readout.tsx";
import { RowPager } from "../RowPager.tsx";

/** Rows are lower where there are more than a few. */
const fewRows = 8;
const [tallRow, lowRow] = [19, 14];
/** Dimensions that an arrow key moves with Shift held. */
const largeStep = 16;

interface RowPicturesProps extends InspectorProps {
  readonly shown: ViewState;
  readonly inputRows: InputRows;
  readonly palette: Palette;
}

export function RowPictures({ view, shown, inputRows, palette }: RowPicturesProps) {
  const { store } = view;
  const { rows, tokens } = inputRows;
  const { maxLength, embeddingDim } = rows;
  const { rowFrom, cell } = store.get(cursor);
  const rowTo = Math.min(maxLength, rowFrom + rowsPerPage);
  const rowHeight = rowTo - rowFrom > fewRows ? lowRow : tallRow;
  const range = rangeOf(view, inputRows);
  const maps = useRef<HTMLDivElement>(null);
  const { selectedToken } = shown.lens;
  const selectedRow = selectedToken === null ? undefined : selectedToken - inputRows.tokenFrom;
  const selectRow = (row: number): void => view.changeLens({ selectedToken: inputRows.tokenFrom + row });
  const setCell = (next: Cell | undefined): void => store.update(cursor, (state) => ({ ...state, cell: next }));

  const point = (event: PointerEvent, select: boolean): void => {
    const canvas = (event.target as Element).closest("canvas"); // the event's target is an element of the page
    if (canvas === null || maps.current?.contains(canvas) !== true) return;
    const box = canvas.getBoundingClientRect();
    const next: Cell = {
      row: Math.min(rowTo - 1, rowFrom + Math.max(0, Math.floor((event.clientY - box.top) / rowHeight))),
      dimension: Math.min(embeddingDim - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * embeddingDim))),
    };
    setCell(next);
    if (select) selectRow(next.row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? largeStep : 1;
    const moves: Record<string, Cell> = {
      ArrowUp: { row: -1, dimension: 0 },
      ArrowDown: { row: 1, dimension: 0 },
      ArrowLeft: { row: 0, dimension: -step },
      ArrowRight: { row: 0, dimension: step },
      Home: { row: 0, dimension: -embeddingDim },
      End: { row: 0, dimension: embeddingDim },
      PageUp: { row: -rowsPerPage, dimension: 0 },
      PageDown: { row: rowsPerPage, dimension: 0 },
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    const reached = store.get(cursor).cell; // what is drawn may be a key behind
    if (move !== undefined) store.update(cursor, (state) => moved(state, move, rows));
    else if (event.key === "Enter" && reached !== undefined) selectRow(reached.row);
    else if (event.key === "Escape") setCell(undefined);
    else return;
    event.preventDefault();
  };
  const group = (operator: string, name: string, values: Float32Array, label: (row: number) => string, isToken: boolean) => (
    <>
      <div class="heat-head">
        <span>
          {operator === "" ? null : <span class="operator">{operator}</span>}
          {name}
        </span>
        <span class="number dim">{formatShape([maxLength, embeddingDim])}</span>
      </div>
      <div class="heat-labels">
        {Array.from({ length: rowTo - rowFrom }, (_, i) => rowFrom + i).map((row) => (
          <HeatLabel
            key={row}
            text={label(row)}
            height={rowHeight}
            isCurrent={cell?.row === row}
            isSelected={isToken && selectedRow === row}
            onSelect={isToken ? () => selectRow(row) : undefined}
          />
        ))}
      </div>
      <HeatCanvas
        picture={{ columns: embeddingDim, rowFrom, rowTo, values }}
        range={range}
        palette={palette}
        rowHeight={rowHeight}
        label={t("{0} rows, {1} by {2}", name, maxLength, embeddingDim)}
      />
    </>
  );
  const tokenLabel = (row: number): string => labelOf(tokens[row]?.text ?? { text: "" });

  return (
    <>
      <div class="line spread">
        <Legend
          range={range}
          palette={palette}
          onChange={(next) => store.update(inputRowsOptions, (options) => ({ ...options, range: next }))}
        />
        <RowPager view={view} size={rows} />
      </div>
      <div
        ref={maps}
        class="heat-maps"
        role="application"
        tabIndex={0}
        aria-label={t("Heat maps. Arrow keys move from value to value, Enter selects the token.")}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => point(event, false)}
        onPointerDown={(event) => point(event, true)}
      >
        {group("", t("token"), rows.token, tokenLabel, true)}
        {group("+", t("position"), rows.position, String, false)}
        {group("=", t("input"), rows.input, tokenLabel, true)}
        {cell === undefined ? null : (
          <span class="heat-cursor-track" aria-hidden="true">
            <span class="heat-cursor" style={{ left: `${((cell.dimension + 0.5) / embeddingDim) * 100}%` }} />
          </span>
        )}
      </div>
      <Readout view={view} inputRows={inputRows} cell={cell} range={range} palette={palette} />
    </>
  );
}

function HeatLabel(props: {
  readonly text: string;
  readonly height: number;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly onSelect: (() => void) | undefined;
}) {
  const classes = `heat-label mono${props.isCurrent ? " current" : ""}${props.isSelected ? " selected" : ""}`;
  const style = { height: `${props.height}px`, lineHeight: `${props.height}px` };
  if (props.onSelect === undefined) {
    return (
      <span class={classes} style={style}>
        {props.text}
      </span>
    );
  }
  return (
    <button
      type="button"
      class={classes}
      style={style}
      title={t("Select {0}", props.text)}
      aria-pressed={props.isSelected}
      onClick={props.onSelect}
    >
      {props.text}
    </button>
  );
}
