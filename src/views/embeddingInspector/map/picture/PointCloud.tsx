/**
 * The map's picture: drag to pan, wheel or + and − to zoom, point for a name, click to select, shift-drag (or the lasso button) to list;
 * with the keyboard, Enter selects what is in the middle and Space lists what is in view.
 * The camera and its way are kept here: moving it redraws the picture and nothing else.
 */
import "./pointCloud.css";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../shared/l10n.tsx";
import { useWidth } from "../../parts/HeatCanvas.tsx";
import { type Pixel, isInside, seesMost, wholeOf } from "./camera.ts";
import { type Glide, prefersStill, seenAt } from "./glide.ts";
import { drawPaths } from "./paths.ts";
import type { Turn } from "./turn.ts";
import { type Camera, makePointPainter, type PointPainter, type Points } from "./pointPainter.ts";

const height = 300;
const zoomStep = 1.25;
const panStep = 30;
/** CSS pixels from the pointer within which a point is chosen. */
const reach = 9;
const dragBegins = 4;

export function PointCloud(props: {
  readonly points: Points;
  /** As long as this stays the same and is not 0, the camera stays where it is when the points move, unless they leave its sight. */
  readonly view: number;
  /** Shown once when `view` changes: how the points come from where they were. Undefined: at once. */
  readonly turn: Turn | undefined;
  /** Ways of points, each [pictures, 2]: drawn as lines below the pointer. */
  readonly paths: readonly Float32Array[];
  readonly lasso: boolean;
  readonly label: string;
  readonly nameOf: (point: number) => string;
  readonly onSelect: (point: number) => void;
  readonly onLasso: (points: readonly number[]) => void;
}) {
  const { points, nameOf, onSelect, onLasso } = props;
  const [attempt, setAttempt] = useState(0);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<PointPainter | undefined>(undefined);
  const camera = useRef<Camera | undefined>(undefined);
  const [hovered, setHovered] = useState<{ readonly point: number; readonly at: Pixel } | undefined>(undefined);
  const [line, setLine] = useState<readonly Pixel[]>([]);
  const drag = useRef<{ readonly from: Pixel; readonly camera: Camera; readonly lasso: boolean; moved: boolean } | undefined>(undefined);
  const frame = useRef(0);
  const glide = useRef<Glide | undefined>(undefined);
  /** The user has moved the camera: it stays where they put it. */
  const isUsers = useRef(false);
  const [isTurning, setTurning] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const latest = useRef(points);
  latest.current = points;
  const pathsCanvas = useRef<HTMLCanvasElement>(null);
  const latestPaths = useRef(props.paths);
  latestPaths.current = props.paths;
  const toScreenPixel = (x: number, y: number): Pixel => {
    const at = camera.current ?? { x: 0, y: 0, scale: 1 };
    return { x: width / 2 + (x - at.x) * at.scale, y: height / 2 - (y - at.y) * at.scale };
  };

  const paint = (): void => {
    let { positions } = latest.current;
    if (glide.current !== undefined) {
      const seen = seenAt(glide.current, performance.now(), positions);
      camera.current = seen.camera;
      positions = seen.positions;
      if (seen.isOver) endGlide();
      else draw();
    }
    if (camera.current === undefined) return;
    painter.current?.draw({ ...latest.current, positions }, camera.current);
    if (pathsCanvas.current !== null) drawPaths(pathsCanvas.current, latestPaths.current, toScreenPixel);
  };
  const draw = (): void => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(paint);
  };
  const endGlide = (): void => {
    glide.current = undefined;
    setTurning(false);
  };
  const look = (next: Camera): void => {
    endGlide();
    isUsers.current = true;
    camera.current = next;
    draw();
  };
  /** Shows all points: on a way that can be followed with the eye, if there is one. */
  const lookAtAll = (way: "glide" | "jump", turn?: Turn): void => {
    const aim = wholeOf(points.positions, width, height);
    isUsers.current = false;
    if (way === "jump" || camera.current === undefined || prefersStill()) {
      endGlide();
      camera.current = aim;
    } else {
      glide.current = { startedAt: performance.now(), from: camera.current, aim, turn };
      setTurning(turn !== undefined);
    }
    draw();
  };

  useEffect(() => {
    if (canvas.current === null) return undefined;
    painter.current = makePointPainter(canvas.current, () => setAttempt((before) => before + 1));
    draw();
    return () => {
      cancelAnimationFrame(frame.current);
      painter.current?.dispose();
      painter.current = undefined;
    };
  }, [attempt]);
  useLayoutEffect(() => {
    if (canvas.current === null || width === 0) return;
    canvas.current.width = Math.round(width * devicePixelRatio);
    canvas.current.height = Math.round(height * devicePixelRatio);
    camera.current ??= wholeOf(points.positions, width, height);
    draw();
  }, [width, attempt]);
  useLayoutEffect(() => {
    if (width > 0 && drag.current === undefined) lookAtAll(props.turn === undefined ? "jump" : "glide", props.turn);
  }, [props.view === 0 ? points.positions : props.view, points.positions.length]);
  useLayoutEffect(() => {
    const isStill = width > 0 && glide.current === undefined && drag.current === undefined && !isUsers.current;
    // Rows that learn grow, and their points leave the picture.
    if (isStill && camera.current !== undefined && !seesMost(camera.current, points.positions, width, height)) lookAtAll("glide");
    draw();
  }, [points.positions, props.paths]);
  useLayoutEffect(draw, [points.colours, points.marked, points.markColour]);

  const pixelOf = (event: MouseEvent): Pixel => {
    const rectangle = box.current?.getBoundingClientRect();
    return { x: event.clientX - (rectangle?.left ?? 0), y: event.clientY - (rectangle?.top ?? 0) };
  };
  const toScreen = (point: number): Pixel => toScreenPixel(points.positions[2 * point] ?? 0, points.positions[2 * point + 1] ?? 0);
  const nearest = (pixel: Pixel): number | undefined => {
    let best: number | undefined;
    let bestDistance = reach * reach;
    for (let i = 0; i < points.positions.length / 2; i += 1) {
      const { x, y } = toScreen(i);
      const distance = (x - pixel.x) ** 2 + (y - pixel.y) ** 2;
      if (distance < bestDistance) [best, bestDistance] = [i, distance];
    }
    return best;
  };
  const zoom = (factor: number, pixel: Pixel = { x: width / 2, y: height / 2 }): void => {
    const at = camera.current;
    if (at === undefined) return;
    const scale = at.scale * factor;
    // The point under the pointer stays under it.
    const shift = 1 / at.scale - 1 / scale;
    look({ x: at.x + (pixel.x - width / 2) * shift, y: at.y - (pixel.y - height / 2) * shift, scale });
  };
  const pan = (x: number, y: number): void => {
    const at = camera.current;
    if (at !== undefined) look({ ...at, x: at.x + x / at.scale, y: at.y + y / at.scale });
  };
  /** Points on screen that fit. */
  const pointsWhere = (fits: (pixel: Pixel) => boolean): number[] => {
    const found: number[] = [];
    for (let i = 0; i < points.positions.length / 2; i += 1) if (fits(toScreen(i))) found.push(i);
    return found;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "+" || event.key === "=") zoom(zoomStep);
    else if (event.key === "-") zoom(1 / zoomStep);
    else if (event.key === "ArrowLeft") pan(-panStep, 0);
    else if (event.key === "ArrowRight") pan(panStep, 0);
    else if (event.key === "ArrowUp") pan(0, panStep);
    else if (event.key === "ArrowDown") pan(0, -panStep);
    else if (event.key === "0" || event.key === "Home") lookAtAll("jump");
    else if (event.key === " ") onLasso(pointsWhere(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height));
    else if (event.key === "Enter") {
      const point = nearest({ x: width / 2, y: height / 2 });
      if (point !== undefined) onSelect(point);
    } else return;
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent): void => {
    const pixel = pixelOf(event);
    const began = drag.current;
    if (began === undefined) {
      const point = nearest(pixel);
      setHovered(point === undefined ? undefined : { point, at: toScreen(point) });
      return;
    }
    began.moved ||= Math.hypot(pixel.x - began.from.x, pixel.y - began.from.y) > dragBegins;
    if (!began.moved) return;
    if (began.lasso) setLine((before) => [...before, pixel]);
    else
      look({
        ...began.camera,
        x: began.camera.x - (pixel.x - began.from.x) / began.camera.scale,
        y: began.camera.y + (pixel.y - began.from.y) / began.camera.scale,
      });
  };
  const onPointerUp = (event: PointerEvent): void => {
    const began = drag.current;
    drag.current = undefined;
    if (began === undefined) return;
    if (began.lasso && line.length > 2) {
      onLasso(pointsWhere((pixel) => isInside(pixel, line)));
    } else if (!began.moved) {
      const point = nearest(pixelOf(event));
      if (point !== undefined) onSelect(point);
    }
    setLine([]);
  };

  return (
    <div
      ref={box}
      class={`cloud${props.lasso ? " lasso" : ""}${isTurning ? " turning" : ""}`}
      role="application"
      tabIndex={0}
      aria-label={`${props.label} ${t("Arrow keys pan, plus and minus zoom, 0 shows all, Enter selects the token in the middle, Space lists the tokens in view.")}`}
      style={{ height: `${height}px` }}
      onKeyDown={onKeyDown}
      onWheel={(event) => {
        event.preventDefault();
        zoom(2 ** (-event.deltaY / 240), pixelOf(event));
      }}
      onPointerDown={(event) => {
        if (camera.current === undefined) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setHovered(undefined);
        drag.current = { from: pixelOf(event), camera: camera.current, lasso: props.lasso || event.shiftKey, moved: false };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerLeave={() => setHovered(undefined)}
    >
      <canvas key={attempt} ref={canvas} class="cloud-canvas" />
      {props.paths.length === 0 ? null : <canvas ref={pathsCanvas} class="cloud-paths" aria-hidden="true" />}
      <span class="cloud-middle" aria-hidden="true" />
      <span class="cloud-keys small" aria-hidden="true">
        {t("arrows pan · + − zoom · 0 all · Enter selects the middle · Space lists what is in view")}
      </span>
      {line.length === 0 ? null : (
        <svg class="cloud-lasso" aria-hidden="true">
          <polygon points={line.map(({ x, y }) => `${x},${y}`).join(" ")} />
        </svg>
      )}
      {hovered === undefined ? null : (
        <span
          class="cloud-label mono"
          style={{ left: `${Math.min(hovered.at.x, width - 90)}px`, top: `${Math.max(0, hovered.at.y - 26)}px` }}
        >
          {nameOf(hovered.point)}
        </span>
      )}
    </div>
  );
}
