/** How alike each two positions are, as a picture: point at a cell, or move with the arrow keys, to read it. */
import { useRef, useState } from "preact/hooks";
import { t } from "../../shared/l10n.tsx";
import { clamp } from "../../shared/numbers.ts";
import { HeatCanvas, useWidth } from "../parts/HeatCanvas.tsx";
import { formatShape, formatValue } from "../parts/numbers.ts";
import type { Palette } from "../parts/palette.ts";

const widest = 360;
const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** @param props.values [count, count] */
export function CosineMap({
  values,
  count,
  palette,
}: {
  readonly values: Float32Array;
  readonly count: number;
  readonly palette: Palette;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = Math.min(useWidth(box), widest);
  const [cell, setCell] = useState<{ readonly row: number; readonly column: number } | undefined>(undefined);
  const inside = (index: number): number => clamp(index, 0, count - 1);
  return (
    <div ref={box}>
      <div class="heat-head">
        <span>{t("cosine of position with position")}</span>
        <span class="number dim">{formatShape([count, count])}</span>
      </div>
      <div
        class="cosine-map"
        role="application"
        tabIndex={0}
        aria-label={t("Cosine map of positions. Arrow keys move from cell to cell.")}
        style={{ width: `${width}px` }}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (step === undefined) return;
          event.preventDefault();
          setCell((before) => ({ row: inside((before?.row ?? 0) + step[0]), column: inside((before?.column ?? 0) + step[1]) }));
        }}
        onPointerMove={(event) => {
          const area = event.currentTarget.getBoundingClientRect();
          const at = (offset: number, size: number): number => inside(Math.floor((offset / size) * count));
          setCell({ row: at(event.clientY - area.top, area.height), column: at(event.clientX - area.left, area.width) });
        }}
      >
        {width > 0 ? (
          <HeatCanvas
            picture={{ values, columns: count, rowFrom: 0, rowTo: count }}
            range={1}
            palette={palette}
            rowHeight={width / count}
            label={t("Cosine map of positions")}
          />
        ) : null}
      </div>
      <p class="small dim" aria-live="polite">
        {cell === undefined
          ? t("Point at a cell: how alike two positions are, from −1 to 1.")
          : t("positions {0} and {1}: {2}", cell.row, cell.column, formatValue(values[cell.row * count + cell.column] ?? 0))}
      </p>
    </div>
  );
}
