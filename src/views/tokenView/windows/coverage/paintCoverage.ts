/** Draws how much of the text the windows use, in the theme's colours. */
import { type Coverage, coverageStrip } from "../../../../core/windows/coverage.ts";

/** Pixels. */
const stripHeight = 30;

/** One column a pixel: the height is the mean number of uses, a mark below shows where tokens are never used. */
export function paintCoverage(
  canvas: HTMLCanvasElement | null,
  coverage: Coverage,
  window: { readonly start: number | undefined; readonly maxLength: number },
): void {
  if (canvas === null || canvas.clientWidth === 0) return;
  const scale = globalThis.devicePixelRatio;
  const [width, height] = [Math.round(canvas.clientWidth * scale), Math.round(stripHeight * scale)];
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const [used, unused, mark] = [
    style.getPropertyValue("--input"),
    style.getPropertyValue("--target"),
    style.getPropertyValue("--foreground"),
  ];
  const cells = coverageStrip(coverage, width);
  const most = cells.reduce((peak, cell) => Math.max(peak, cell.inputUses / (cell.tokenTo - cell.tokenFrom)), 1);
  const base = height - Math.round(4 * scale);
  const cellWidth = width / Math.max(1, cells.length);
  for (const [at, cell] of cells.entries()) {
    const length = cell.tokenTo - cell.tokenFrom;
    const x = Math.floor(at * cellWidth);
    const w = Math.max(1, Math.floor((at + 1) * cellWidth) - x);
    const h = (cell.inputUses / length / most) * (base - 6 * scale);
    context.globalAlpha = 0.5;
    context.fillStyle = used;
    context.fillRect(x, base - h, w, h);
    if (cell.neverInputCount > 0) {
      context.globalAlpha = Math.max(0.35, cell.neverInputCount / length);
      context.fillStyle = unused;
      context.fillRect(x, base + scale, w, height - base - scale);
    }
  }
  const { start, maxLength } = window;
  if (start === undefined) return;
  const tokens = Math.max(1, coverage.tokenCount);
  const x = Math.floor((start / tokens) * width);
  const w = Math.max(2 * scale, Math.ceil((maxLength / tokens) * width));
  context.globalAlpha = 1;
  context.fillStyle = mark;
  context.fillRect(x, 0, w, 3 * scale);
  context.globalAlpha = 0.35;
  context.fillRect(x, 3 * scale, Math.max(scale, Math.min(w, scale)), base - 3 * scale);
}
