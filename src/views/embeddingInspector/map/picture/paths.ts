/** Ways of points, drawn as thin lines over the map's picture. */
import type { Pixel } from "./camera.ts";

/** @param paths each [pictures, 2], in the map's own coordinates  @param toScreen from these to CSS pixels */
export function drawPaths(canvas: HTMLCanvasElement, paths: readonly Float32Array[], toScreen: (x: number, y: number) => Pixel): void {
  const { clientWidth, clientHeight } = canvas;
  canvas.width = Math.round(clientWidth * devicePixelRatio); // clears it too
  canvas.height = Math.round(clientHeight * devicePixelRatio);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(devicePixelRatio, devicePixelRatio);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 1;
  for (const path of paths) {
    context.beginPath();
    for (let i = 0; i < path.length; i += 2) {
      const { x, y } = toScreen(path[i] ?? 0, path[i + 1] ?? 0); // two values for each picture
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.stroke();
  }
}
