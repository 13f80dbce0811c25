/** The one sum under the cursor: the sentence the three pictures say a thousand times. */
import "./readout.css";
import { IconButton } from "../../../shared/elements/elements.tsx";
import { rich, t } from "../../../shared/l10n.tsx";
import { labelOf } from "../../../shared/elements/tokenText.ts";
import type { InspectorProps } from "../../inspectorView.ts";
import { formatFull, formatValue } from "../../parts/numbers.ts";
import { colourOf, type Palette, toCss } from "../../parts/palette.ts";
import type { Cell } from "../cursor.ts";
import type { InputRows } from "../inputRows.ts";

interface ReadoutProps extends InspectorProps {
  readonly inputRows: InputRows;
  readonly cell: Cell | undefined;
  readonly range: number;
  readonly palette: Palette;
}

export function Readout({ view, inputRows, cell, range, palette }: ReadoutProps) {
  const token = cell === undefined ? undefined : inputRows.tokens[cell.row];
  if (cell === undefined || token === undefined) {
    return (
      <div class="readout idle dim" aria-live="polite">
        {t("Point at a cell, or use the arrow keys: the token's value plus the position's value is what the model receives.")}
      </div>
    );
  }
  const at = cell.row * inputRows.rows.embeddingDim + cell.dimension;
  const values = [inputRows.rows.token[at] ?? 0, inputRows.rows.position[at] ?? 0, inputRows.rows.input[at] ?? 0]; // the cell is inside the picture
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
        {rich("<mono>{0}</mono> <dim>at position</dim> <number>{1}</number><dim>, dimension</dim> <number>{2}</number>", [
          labelOf(token.text),
          cell.row,
          cell.dimension,
        ])}
        <IconButton icon="copy" label={t("Copy the three values in full")} onClick={() => view.copy(values.map(formatFull).join("\t"))} />
      </div>
      <div class="sum">
        {term(values[0] ?? 0, t("token"))}
        <span class="sign">+</span>
        {term(values[1] ?? 0, t("position"))}
        <span class="sign">=</span>
        {term(values[2] ?? 0, t("input"))}
      </div>
    </div>
  );
}
