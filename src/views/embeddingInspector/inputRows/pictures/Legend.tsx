/** What the colours mean: −range … 0 … +range. Dragged, or moved by arrow keys, it changes the range; double-click sets it back. */
import { useRef } from "preact/hooks";
import { t } from "../../../shared/l10n.tsx";
import { clamp } from "../../../shared/numbers.ts";
import { HeatCanvas } from "../../parts/HeatCanvas.tsx";
import type { Palette } from "../../parts/palette.ts";

const steps = 33;
const ramp = Float32Array.from({ length: steps }, (_, i) => (2 * i) / (steps - 1) - 1);
/** Pixels of dragging that double the range. */
const dragPerDoubling = 60;
const keyFactor = 1.1;

export function Legend(props: {
  readonly range: number;
  readonly palette: Palette;
  /** `auto`: that of the values. */
  readonly onChange: (range: number | "auto") => void;
}) {
  const { range, palette, onChange } = props;
  const drag = useRef<{ readonly x: number; readonly range: number } | undefined>(undefined);
  const set = (wanted: number): void => onChange(Number(clamp(wanted, 0.01, 1000).toPrecision(3)));
  return (
    <div
      class="legend"
      role="slider"
      tabIndex={0}
      aria-label={t("Colour range")}
      aria-valuenow={range}
      aria-valuemin={0.01}
      aria-valuemax={1000}
      aria-valuetext={t("from minus {0} to plus {0}", range)}
      title={t("Drag to change the range of the colours; double-click for the range of the values")}
      onKeyDown={(event) => {
        if (event.key === "ArrowRight" || event.key === "ArrowUp") set(range * keyFactor);
        else if (event.key === "ArrowLeft" || event.key === "ArrowDown") set(range / keyFactor);
        else if (event.key === "Escape" || event.key === "Home") onChange("auto");
        else return;
        event.preventDefault();
      }}
      onDblClick={() => onChange("auto")}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, range };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (drag.current !== undefined && event.clientX !== drag.current.x)
          set(drag.current.range * 2 ** ((event.clientX - drag.current.x) / dragPerDoubling));
      }}
      onPointerUp={() => (drag.current = undefined)}
      onPointerCancel={() => (drag.current = undefined)}
    >
      <span class="number">−{Number(range.toPrecision(3))}</span>
      <HeatCanvas
        picture={{ values: ramp, columns: steps, rowFrom: 0, rowTo: 1 }}
        range={1}
        palette={palette}
        rowHeight={10}
        label={t("Colours from the lowest to the highest value")}
      />
      <span class="number">{Number(range.toPrecision(3))}</span>
    </div>
  );
}
