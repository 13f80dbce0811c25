/** The three tables as numbers, as many dimensions as fit, each cell on its colour, with each row's length (norm). */
import "./numbers.css";
import { useRef } from "preact/hooks";
import { norm } from "../../../../core/embeddings/similarity.ts";
import { IconButton } from "../../../shared/elements/elements.tsx";
import { t } from "../../../shared/l10n.tsx";
import { labelOf } from "../../../shared/elements/tokenText.ts";
import type { InspectorProps } from "../../inspectorView.ts";
import { useWidth } from "../../parts/HeatCanvas.tsx";
import { formatFull, formatValue } from "../../parts/numbers.ts";
import { colourOf, mix, type Palette, toCss } from "../../parts/palette.ts";
import { cursor, rowsPerPage, withDimensions } from "../cursor.ts";
import type { InputRows } from "../inputRows.ts";
import { rangeOf } from "../range.ts";
import { RowNorms } from "./RowNorms.tsx";
import { RowPager } from "../RowPager.tsx";

/** CSS pixels. */
const labelWidth = 80;
const cellWidth = 62;
/** In a side bar as narrow as VS Code makes it, four dimensions fit, and the norms are below. */
const narrowWidth = 400;
const narrowLabelWidth = 56;
const narrowCellWidth = 52;
/** Numbers stay readable on the strongest colour. */
const strongestTint = 0.45;
/** What is no number has the colour of the letters. */
const notANumberTint = 0.2;

export function RowNumbers({ view, inputRows, palette }: InspectorProps & { readonly inputRows: InputRows; readonly palette: Palette }) {
  const { store } = view;
  const { rows, tokens } = inputRows;
  const { maxLength, embeddingDim } = rows;
  const { rowFrom, dimensionFrom } = store.get(cursor);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const isNarrow = width < narrowWidth;
  const fitting = isNarrow ? (width - narrowLabelWidth) / narrowCellWidth : (width - labelWidth) / cellWidth - 1; // one for the norm
  const count = Math.min(embeddingDim, Math.max(2, Math.floor(fitting)));
  const from = Math.min(dimensionFrom, embeddingDim - count);
  const dimensions = Array.from({ length: count }, (_, i) => from + i);
  const range = rangeOf(view, inputRows);
  const rowTo = Math.min(maxLength, rowFrom + rowsPerPage);
  const shownRows = Array.from({ length: rowTo - rowFrom }, (_, i) => rowFrom + i);
  const show = (next: number): void => store.update(cursor, (state) => withDimensions(state, next, count, rows));
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
  const tokenLabel = (row: number): string => labelOf(tokens[row]?.text ?? { text: "" });
  return (
    <div ref={box}>
      <div class="line spread">
        <span class="pager">
          <IconButton icon="chevron-left" label={t("Dimensions before")} disabled={from === 0} onClick={() => show(from - count)} />
          <span class="number small dim">{t("dimensions {0}–{1} of {2}", from, from + count - 1, embeddingDim)}</span>
          <IconButton
            icon="chevron-right"
            label={t("Next dimensions")}
            disabled={from + count >= embeddingDim}
            onClick={() => show(from + count)}
          />
        </span>
        <IconButton
          icon="copy"
          label={t("Copy the input rows in full, tab-separated")}
          onClick={() => view.copy(toTsv(rows.input, embeddingDim))}
        />
      </div>
      <RowPager view={view} size={rows} />
      <table class={`values${isNarrow ? " narrow" : ""}`}>
        <thead>
          <tr>
            <td />
            {dimensions.map((dimension) => (
              <th key={dimension} scope="col" class="number dim">
                {dimension}
              </th>
            ))}
            {isNarrow ? null : (
              <th scope="col" class="dim" title={t("The row's length: the square root of the sum of its squares")}>
                {t("norm")}
              </th>
            )}
          </tr>
        </thead>
        {table(t("token"), rows.token, tokenLabel)}
        {table(t("+ position"), rows.position, String)}
        {table(t("= input"), rows.input, tokenLabel)}
      </table>
      {isNarrow ? <RowNorms rows={rows} shown={shownRows} label={tokenLabel} /> : null}
    </div>
  );
}

function toTsv(values: Float32Array, columns: number): string {
  const lines: string[] = [];
  for (let at = 0; at < values.length; at += columns) lines.push(Array.from(values.subarray(at, at + columns), formatFull).join("\t"));
  return lines.join("\n");
}
