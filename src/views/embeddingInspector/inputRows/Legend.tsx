/** What the colours mean: −range … 0 … +range. Dragged, or moved by arrow keys, it changes the range; double-click sets it back. */
import { useRef } from "preact/hooks";
import { HeatCanvas } from "./HeatCanvas.tsx";
import type { Palette } from "./palette.ts";

const steps = 33;
const ramp = Float32Array.from({ length: steps }, (_, i) => (2 * i) / (steps - 1) - 1);
/** Pixels of dragging that double the range. */
const dragPerDoubling = 60;
const keyFactor = 1.1;

export function Legend(props: {
  readonly range: number;
  readonly palette: Palette;
  /** null: as the values are. */
  readonly onChange: (range: number | null) => void;
}) {
  const { range, palette, onChange } = props;
  const drag = useRef<{ readonly x: number; readonly range: number } | null>(null);
  const set = (wanted: number): void => onChange(Number(Math.min(1000, Math.max(0.01, wanted)).toPrecision(3)));
  return (
    <div
      class="legend"
      role="slider"
      tabIndex={0}
      aria-label="Colour range"
      aria-valuenow={range}
      aria-valuemin={0.01}
      aria-valuemax={1000}
      aria-valuetext={`from minus ${range} to plus ${range}`}
      title="Drag to change the range of the colours; double-click for the range of the values"
      onKeyDown={(event) => {
        if (event.key === "ArrowRight" || event.key === "ArrowUp") set(range * keyFactor);
        else if (event.key === "ArrowLeft" || event.key === "ArrowDown") set(range / keyFactor);
        else if (event.key === "Escape" || event.key === "Home") onChange(null);
        else return;
        event.preventDefault();
      }}
      onDblClick={() => onChange(null)}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, range };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (drag.current !== null && event.clientX !== drag.current.x)
          set(drag.current.range * 2 ** ((event.clientX - drag.current.x) / dragPerDoubling));
      }}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
    >
      <span class="number">−{Number(range.toPrecision(3))}</span>
      <HeatCanvas picture={{ values: ramp, columns: steps, rowFrom: 0, rowTo: 1 }} range={1} palette={palette} rowHeight={10} label="" />
      <span class="number">{Number(range.toPrecision(3))}</span>
    </div>
  );
}
