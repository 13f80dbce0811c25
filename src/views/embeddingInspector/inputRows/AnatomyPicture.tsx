/** Three aligned heat maps, one under the other, with one cursor through all three: token + position = input. */
import { useRef } from "preact/hooks";
import type { ViewState } from "../../../protocol/views.ts";
import { IconButton } from "../../shared/elements.tsx";
import { visibleText } from "../../shared/tokenText.ts";
import type { Controller } from "../controller.ts";
import { HeatCanvas } from "./HeatCanvas.tsx";
import { Legend } from "./Legend.tsx";
import { formatFull, formatShape, formatValue } from "../numbers.ts";
import { colourOf, niceRange, type Palette, toCss } from "./palette.ts";
import { type Anatomy, type Cell, type InspectorState, rowsPerPage, type TokenLabel } from "../state.ts";
import type { Dispatch } from "../store.ts";

interface Props {
  readonly state: InspectorState;
  readonly dispatch: Dispatch;
  readonly controller: Controller;
  readonly anatomy: Anatomy;
  readonly palette: Palette;
  readonly view: ViewState;
}

const fewRows = 8;
const [tallRow, lowRow] = [19, 14];
const pageStep = 16;

export const labelOf = ({ text, partial }: TokenLabel): string => (partial ? text : visibleText(text));

/** The range of the colours: the user's, else that of everything in the window. */
export const rangeOf = (state: InspectorState, { rows }: Anatomy): number =>
  state.kept.range ?? niceRange([rows.token, rows.position, rows.input]);

export function AnatomyPicture(props: Props) {
  const { state, dispatch, anatomy, palette, view, controller } = props;
  const { rows, tokens } = anatomy;
  const { maxLength, embeddingDim } = rows;
  const { rowFrom, cell } = state;
  const rowTo = Math.min(maxLength, rowFrom + rowsPerPage);
  const rowHeight = rowTo - rowFrom > fewRows ? lowRow : tallRow;
  const range = rangeOf(state, anatomy);
  const maps = useRef<HTMLDivElement>(null);
  const shown = { columns: embeddingDim, rowFrom, rowTo };
  const selectedRow = view.lens.selectedToken === null ? undefined : view.lens.selectedToken - anatomy.tokenFrom;

  const point = (event: PointerEvent, select: boolean): void => {
    const canvas = (event.target as Element).closest("canvas");
    if (canvas === null || maps.current?.contains(canvas) !== true) return;
    const box = canvas.getBoundingClientRect();
    const next: Cell = {
      row: Math.min(rowTo - 1, rowFrom + Math.max(0, Math.floor((event.clientY - box.top) / rowHeight))),
      dimension: Math.min(embeddingDim - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * embeddingDim))),
    };
    dispatch({ kind: "cell", cell: next });
    if (select) controller.changeLens({ selectedToken: anatomy.tokenFrom + next.row });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? pageStep : 1;
    const moves: Record<string, readonly [rows: number, dimensions: number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -step],
      ArrowRight: [0, step],
      Home: [0, -embeddingDim],
      End: [0, embeddingDim],
      PageUp: [-rowsPerPage, 0],
      PageDown: [rowsPerPage, 0],
    };
    const move = moves[event.key];
    if (move !== undefined) dispatch({ kind: "moveCell", rows: move[0], dimensions: move[1] });
    else if (event.key === "Enter" && cell !== undefined) controller.changeLens({ selectedToken: anatomy.tokenFrom + cell.row });
    else if (event.key === "Escape") dispatch({ kind: "cell", cell: undefined });
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
            onSelect={isToken ? () => controller.changeLens({ selectedToken: anatomy.tokenFrom + row }) : undefined}
          />
        ))}
      </div>
      <HeatCanvas
        picture={{ ...shown, values }}
        range={range}
        palette={palette}
        rowHeight={rowHeight}
        label={`${name} rows, ${maxLength} by ${embeddingDim}`}
      />
    </>
  );
  const tokenLabel = (row: number): string => labelOf(tokens[row] ?? { id: 0, text: "", partial: false });

  return (
    <>
      <div class="line spread">
        <Legend range={range} palette={palette} onChange={(next) => dispatch({ kind: "keep", change: { range: next } })} />
        {maxLength > rowsPerPage ? (
          <RowPager from={rowFrom} to={rowTo} count={maxLength} onShow={(from) => dispatch({ kind: "showRows", from })} />
        ) : null}
      </div>
      <div
        ref={maps}
        class="heat-maps"
        role="application"
        tabIndex={0}
        aria-label="Heat maps. Arrow keys move from value to value, Enter selects the token."
        onKeyDown={onKeyDown}
        onPointerMove={(event) => point(event, false)}
        onPointerDown={(event) => point(event, true)}
      >
        {group("", "token", rows.token, tokenLabel, true)}
        {group("+", "position", rows.position, String, false)}
        {group("=", "input", rows.input, tokenLabel, true)}
        {cell === undefined ? null : (
          <span class="heat-cursor-track" aria-hidden="true">
            <span class="heat-cursor" style={{ left: `${((cell.dimension + 0.5) / embeddingDim) * 100}%` }} />
          </span>
        )}
      </div>
      <Readout anatomy={anatomy} cell={cell} range={range} palette={palette} controller={controller} />
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
      title={`Select ${props.text}`}
      aria-pressed={props.isSelected}
      onClick={props.onSelect}
    >
      {props.text}
    </button>
  );
}

export function RowPager(props: {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly onShow: (from: number) => void;
}) {
  const { from, to, count, onShow } = props;
  return (
    <span class="pager">
      <IconButton icon="chevron-up" label="Rows before" disabled={from === 0} onClick={() => onShow(from - rowsPerPage)} />
      <span class="number small dim">
        rows {from}–{to - 1} of {count}
      </span>
      <IconButton icon="chevron-down" label="Next rows" disabled={to >= count} onClick={() => onShow(from + rowsPerPage)} />
    </span>
  );
}

/** The one sum under the cursor: the sentence the three pictures say a thousand times. */
function Readout(props: {
  readonly anatomy: Anatomy;
  readonly cell: Cell | undefined;
  readonly range: number;
  readonly palette: Palette;
  readonly controller: Controller;
}) {
  const { anatomy, cell, range, palette, controller } = props;
  const token = cell === undefined ? undefined : anatomy.tokens[cell.row];
  if (cell === undefined || token === undefined) {
    return (
      <div class="readout idle dim" aria-live="polite">
        Point at a cell, or use the arrow keys: the token's value plus the position's value is what the model receives.
      </div>
    );
  }
  const at = cell.row * anatomy.rows.embeddingDim + cell.dimension;
  const values = [anatomy.rows.token[at] ?? 0, anatomy.rows.position[at] ?? 0, anatomy.rows.input[at] ?? 0]; // the cell lies inside the picture
  const term = (value: number, name: string) => (
    <span class="term" title={`${name}: ${formatFull(value)}`}>
      <span class="swatch" style={{ backgroundColor: toCss(colourOf(value, range, palette)) }} aria-hidden="true" />
      <span class="number mono value">{formatValue(value)}</span>
      <span class="dim small">{name}</span>
    </span>
  );
  return (
    <div class="readout" aria-live="polite">
      <div class="where">
        <span class="mono">{labelOf(token)}</span> <span class="dim">at position</span> <span class="number">{cell.row}</span>
        <span class="dim">, dimension</span> <span class="number">{cell.dimension}</span>
        <IconButton icon="copy" label="Copy the three values in full" onClick={() => controller.copy(values.map(formatFull).join("\t"))} />
      </div>
      <div class="sum">
        {term(values[0] ?? 0, "token")}
        <span class="sign">+</span>
        {term(values[1] ?? 0, "position")}
        <span class="sign">=</span>
        {term(values[2] ?? 0, "input")}
      </div>
    </div>
  );
}
