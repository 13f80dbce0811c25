/** The three tables as numbers, as many dimensions as fit, each cell on its colour, with each row's length (norm). */
import { useRef } from "preact/hooks";
import { norm } from "../../../core/embeddings/similarity.ts";
import { IconButton } from "../../shared/elements.tsx";
import { labelOf, rangeOf, RowPager } from "./AnatomyPicture.tsx";
import type { InputRows } from "../worker/compute.ts";
import type { Controller } from "../controller.ts";
import { useWidth } from "./HeatCanvas.tsx";
import { formatFull, formatValue } from "../numbers.ts";
import { colourOf, mix, type Palette, toCss } from "./palette.ts";
import { type Anatomy, type InspectorState, rowsPerPage } from "../state.ts";
import type { Dispatch } from "../store.ts";

/** CSS pixels. */
const labelWidth = 80;
const cellWidth = 62;
/** In a side bar as narrow as VS Code makes it, four dimensions fit, and the norms stand below. */
const narrowWidth = 400;
const narrowLabelWidth = 56;
const narrowCellWidth = 52;
/** Numbers stay readable on the strongest colour. */
const strongestTint = 0.45;
/** What is no number has the colour of the letters. */
const notANumberTint = 0.2;

export function AnatomyNumbers(props: {
  readonly state: InspectorState;
  readonly dispatch: Dispatch;
  readonly controller: Controller;
  readonly anatomy: Anatomy;
  readonly palette: Palette;
}) {
  const { state, dispatch, anatomy, palette, controller } = props;
  const { rows, tokens } = anatomy;
  const { maxLength, embeddingDim } = rows;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const isNarrow = width < narrowWidth;
  const fitting = isNarrow ? (width - narrowLabelWidth) / narrowCellWidth : (width - labelWidth) / cellWidth - 1; // one for the norm
  const count = Math.min(embeddingDim, Math.max(2, Math.floor(fitting)));
  const from = Math.min(state.dimensionFrom, embeddingDim - count);
  const dimensions = Array.from({ length: count }, (_, i) => from + i);
  const range = rangeOf(state, anatomy);
  const rowTo = Math.min(maxLength, state.rowFrom + rowsPerPage);
  const shownRows = Array.from({ length: rowTo - state.rowFrom }, (_, i) => state.rowFrom + i);
  const show = (next: number): void => dispatch({ kind: "showDimensions", from: next, count });
  const tint = (value: number): string =>
    toCss(mix(palette.zero, colourOf(value, range, palette), Number.isNaN(value) ? notANumberTint : strongestTint));

  const table = (name: string, values: Float32Array, label: (row: number) => string) => (
    <tbody>
      <tr class="group">
        <th scope="rowgroup" colSpan={count + 1}>
          {name}
        </th>
      </tr>
      {shownRows.map((row) => {
        const rowValues = values.subarray(row * embeddingDim, (row + 1) * embeddingDim);
        return (
          <tr key={row}>
            <th scope="row" class="mono">
              {label(row)}
            </th>
            {dimensions.map((dimension) => {
              const value = rowValues[dimension] ?? 0; // dimension < embeddingDim
              return (
                <td key={dimension} class="number mono" title={formatFull(value)} style={{ backgroundColor: tint(value) }}>
                  {formatValue(value)}
                </td>
              );
            })}
            {isNarrow ? null : <td class="number mono norm">{formatValue(norm(rowValues))}</td>}
          </tr>
        );
      })}
    </tbody>
  );
  const tokenLabel = (row: number): string => labelOf(tokens[row] ?? { id: 0, text: "", partial: false });
  return (
    <div ref={box}>
      <div class="line spread">
        <span class="pager">
          <IconButton icon="chevron-left" label="Dimensions before" disabled={from === 0} onClick={() => show(from - count)} />
          <span class="number small dim">
            dimensions {from}–{from + count - 1} of {embeddingDim}
          </span>
          <IconButton
            icon="chevron-right"
            label="Next dimensions"
            disabled={from + count >= embeddingDim}
            onClick={() => show(from + count)}
          />
        </span>
        <IconButton
          icon="copy"
          label="Copy the input rows in full, tab-separated"
          onClick={() => controller.copy(toTsv(rows.input, embeddingDim))}
        />
      </div>
      {maxLength > rowsPerPage ? (
        <RowPager from={state.rowFrom} to={rowTo} count={maxLength} onShow={(next) => dispatch({ kind: "showRows", from: next })} />
      ) : null}
      <table class={`values${isNarrow ? " narrow" : ""}`}>
        <thead>
          <tr>
            <th />
            {dimensions.map((dimension) => (
              <th key={dimension} scope="col" class="number dim">
                {dimension}
              </th>
            ))}
            {isNarrow ? null : (
              <th scope="col" class="dim" title={normMeans}>
                norm
              </th>
            )}
          </tr>
        </thead>
        {table("token", rows.token, tokenLabel)}
        {table("+ position", rows.position, String)}
        {table("= input", rows.input, tokenLabel)}
      </table>
      {isNarrow ? <Norms rows={rows} shown={shownRows} label={tokenLabel} /> : null}
    </div>
  );
}

const normMeans = "The row's length: the square root of the sum of its squares";

/** The lengths of a window's rows, where the tables have no room for them. */
function Norms(props: { readonly rows: InputRows; readonly shown: readonly number[]; readonly label: (row: number) => string }) {
  const { rows, shown, label } = props;
  const kinds = ["token", "position", "input"] as const;
  return (
    <table class="norms narrow">
      <thead>
        <tr>
          <th scope="col" class="dim" title={normMeans}>
            norm of
          </th>
          {kinds.map((kind) => (
            <th key={kind} scope="col" class="dim">
              {kind}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={row}>
            <th scope="row" class="mono">
              {label(row)}
            </th>
            {kinds.map((kind) => (
              <td key={kind} class="number mono norm">
                {formatValue(norm(rows[kind].subarray(row * rows.embeddingDim, (row + 1) * rows.embeddingDim)))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function toTsv(values: Float32Array, columns: number): string {
  const lines: string[] = [];
  for (let at = 0; at < values.length; at += columns) lines.push(Array.from(values.subarray(at, at + columns), formatFull).join("\t"));
  return lines.join("\n");
}
