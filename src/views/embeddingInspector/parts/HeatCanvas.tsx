/**
 * A table drawn as a picture: one cell per value on the diverging scale. Where the picture has fewer pixels than a row has values, each
 * pixel shows the strongest of its values, so that outliers stay visible.
 */
import "./heatCanvas.css";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { colourOf, type Palette } from "./palette.ts";

export interface HeatPicture {
  /** [rows, columns], row-major. */
  readonly values: Float32Array;
  readonly columns: number;
  readonly rowFrom: number;
  readonly rowTo: number;
}

export function HeatCanvas(props: {
  readonly picture: HeatPicture;
  readonly range: number;
  readonly palette: Palette;
  /** CSS pixels. */
  readonly rowHeight: number;
  readonly label: string;
}) {
  const { picture, range, palette, rowHeight } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(canvas);
  const height = (picture.rowTo - picture.rowFrom) * rowHeight;
  useLayoutEffect(() => {
    if (canvas.current !== null && width > 0) draw(canvas.current, picture, range, palette, width);
  }, [picture.values, picture.columns, picture.rowFrom, picture.rowTo, range, palette, width, rowHeight]);
  return <canvas ref={canvas} class="heat-canvas" role="img" aria-label={props.label} style={{ height: `${height}px` }} />;
}

/** The element's width in CSS pixels, kept current; 0 before the first layout. */
export function useWidth(element: { readonly current: Element | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element.current);
    setWidth(element.current.getBoundingClientRect().width);
    return () => observer.disconnect();
  }, []);
  return width;
}

function draw(canvas: HTMLCanvasElement, picture: HeatPicture, range: number, palette: Palette, width: number): void {
  const { values, columns, rowFrom, rowTo } = picture;
  const rows = rowTo - rowFrom;
  const pixels = Math.max(1, Math.min(columns, Math.round(width * devicePixelRatio)));
  canvas.width = pixels;
  canvas.height = rows;
  const context = canvas.getContext("2d");
  if (context === null || rows === 0) return;
  const image = context.createImageData(pixels, rows);
  const ramp = rampOf(palette);
  for (let row = 0; row < rows; row += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const from = Math.floor((pixel * columns) / pixels);
      const to = Math.max(from + 1, Math.floor(((pixel + 1) * columns) / pixels));
      const value = strongest(values, (rowFrom + row) * columns + from, (rowFrom + row) * columns + to);
      const at = rampLength * (Math.max(-1, Math.min(1, value / range)) + 1);
      const colour = Number.isNaN(value)
        ? palette.foreground
        : [ramp[3 * Math.round(at)]!, ramp[3 * Math.round(at) + 1]!, ramp[3 * Math.round(at) + 2]!]; // at ≤ 2 · rampLength, the ramp's last entry
      image.data.set([colour[0]!, colour[1]!, colour[2]!, 255], (row * pixels + pixel) * 4); // three channels
    }
  }
  context.putImageData(image, 0, 0);
}

const rampLength = 128;

/** Made once for each theme: rows that learn are drawn thirty times a second. */
const ramps = new WeakMap<Palette, Float32Array>();

/** Colours from −1 to 1 in 2 · rampLength steps. */
function rampOf(palette: Palette): Float32Array {
  const known = ramps.get(palette);
  if (known !== undefined) return known;
  const ramp = new Float32Array(3 * (2 * rampLength + 1));
  ramps.set(palette, ramp);
  for (let i = 0; i <= 2 * rampLength; i += 1) ramp.set(colourOf(i - rampLength, rampLength, palette), 3 * i);
  return ramp;
}

function strongest(values: Float32Array, from: number, to: number): number {
  let value = values[from] ?? 0; // in range: the picture is inside the values
  for (let i = from + 1; i < to; i += 1) {
    const other = values[i] ?? 0;
    if (Math.abs(other) > Math.abs(value)) value = other;
  }
  return value;
}
