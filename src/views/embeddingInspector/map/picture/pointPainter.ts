/** Draws many points: with WebGL where there is one, else with the 2D canvas. Our own few lines of shader; redrawn only when asked. */
import type { Rgb } from "../../parts/palette.ts";

/** Where on the map the picture's middle lies, and how many pixels a unit of the map takes. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Points {
  /** [count, 2] */
  readonly positions: Float32Array;
  /** [count, 3] */
  readonly colours: Uint8Array<ArrayBuffer>;
  /** Drawn larger, in this colour, over the others. */
  readonly marked: readonly number[];
  readonly markColour: Rgb;
}

export interface PointPainter {
  draw(points: Points, camera: Camera): void;
  dispose(): void;
}

const pointSize = 4;
const markSize = 9;

/** @param onLost called when the context was lost: make a new painter on a new canvas */
export function makePointPainter(canvas: HTMLCanvasElement, onLost: () => void): PointPainter {
  // The drawing is kept so that it can be saved as a picture at any time.
  const gl = canvas.getContext("webgl", { antialias: false, alpha: true, depth: false, preserveDrawingBuffer: true });
  return gl === null ? paint2d(canvas) : paintWebgl(canvas, gl, onLost);
}

const vertexShader = `
  attribute vec2 position;
  attribute vec3 colour;
  uniform vec2 middle;
  uniform vec2 scale;
  uniform float size;
  varying vec3 shade;
  void main() {
    gl_Position = vec4((position - middle) * scale, 0.0, 1.0);
    gl_PointSize = size;
    shade = colour;
  }`;
/** A disc with a soft edge, premultiplied as the page expects it. */
const fragmentShader = `
  precision mediump float;
  varying vec3 shade;
  void main() {
    float alpha = 0.85 * smoothstep(0.5, 0.35, length(gl_PointCoord - 0.5));
    gl_FragColor = vec4(shade * alpha, alpha);
  }`;

function paintWebgl(canvas: HTMLCanvasElement, gl: WebGLRenderingContext, onLost: () => void): PointPainter {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertexShader] as const, [gl.FRAGMENT_SHADER, fragmentShader] as const]) {
    const shader = gl.createShader(type);
    if (shader === null) continue; // only on a lost context, which `onLost` answers
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader); // with the program
  }
  gl.linkProgram(program);
  const buffers = { positions: gl.createBuffer(), colours: gl.createBuffer(), marks: gl.createBuffer(), markColours: gl.createBuffer() };
  const place = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
  const [middle, scale, size] = [place("middle"), place("scale"), place("size")];
  const [position, colour] = [gl.getAttribLocation(program, "position"), gl.getAttribLocation(program, "colour")];
  let uploaded: Pick<Points, "positions" | "colours"> | undefined;

  const upload = (buffer: WebGLBuffer | null, values: Float32Array | Uint8Array): void => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
  };
  const drawFrom = (positions: WebGLBuffer | null, colours: WebGLBuffer | null, count: number, pixels: number): void => {
    gl.bindBuffer(gl.ARRAY_BUFFER, positions);
    gl.enableVertexAttribArray(position);
    gl.vertexAttribPointer(position, 2, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, colours);
    gl.enableVertexAttribArray(colour);
    gl.vertexAttribPointer(colour, 3, gl.UNSIGNED_BYTE, true, 0, 0);
    gl.uniform1f(size, pixels * devicePixelRatio);
    gl.drawArrays(gl.POINTS, 0, count);
  };
  const onContextLost = (event: Event): void => {
    event.preventDefault();
    onLost();
  };
  canvas.addEventListener("webglcontextlost", onContextLost);

  return {
    draw({ positions, colours, marked, markColour }, camera) {
      if (gl.isContextLost()) return;
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.useProgram(program);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      gl.uniform2f(middle, camera.x, camera.y);
      const perUnit = 2 * camera.scale * devicePixelRatio;
      gl.uniform2f(scale, perUnit / canvas.width, perUnit / canvas.height);
      if (uploaded?.positions !== positions) upload(buffers.positions, positions);
      if (uploaded?.colours !== colours) upload(buffers.colours, colours);
      uploaded = { positions, colours };
      drawFrom(buffers.positions, buffers.colours, positions.length / 2, pointSize);
      if (marked.length === 0) return;
      upload(buffers.marks, Float32Array.from(marked.flatMap((i) => [positions[2 * i] ?? 0, positions[2 * i + 1] ?? 0]))); // marked are points
      upload(buffers.markColours, Uint8Array.from(marked.flatMap(() => markColour.map(Math.round))));
      drawFrom(buffers.marks, buffers.markColours, marked.length, markSize);
    },
    dispose() {
      canvas.removeEventListener("webglcontextlost", onContextLost);
      for (const buffer of Object.values(buffers)) gl.deleteBuffer(buffer);
      gl.deleteProgram(program);
      gl.getExtension("WEBGL_lose_context")?.loseContext(); // browsers keep few contexts; this one is free at once
    },
  };
}

function paint2d(canvas: HTMLCanvasElement): PointPainter {
  const context = canvas.getContext("2d");
  return {
    draw({ positions, colours, marked, markColour }, camera) {
      if (context === null) return;
      context.clearRect(0, 0, canvas.width, canvas.height);
      const perUnit = camera.scale * devicePixelRatio;
      const dot = (i: number, pixels: number): void => {
        const x = canvas.width / 2 + ((positions[2 * i] ?? 0) - camera.x) * perUnit;
        const y = canvas.height / 2 - ((positions[2 * i + 1] ?? 0) - camera.y) * perUnit;
        context.fillRect(x - pixels / 2, y - pixels / 2, pixels, pixels);
      };
      for (let i = 0; i < positions.length / 2; i += 1) {
        context.fillStyle = `rgb(${colours[3 * i]} ${colours[3 * i + 1]} ${colours[3 * i + 2]})`;
        dot(i, pointSize * 0.75 * devicePixelRatio);
      }
      context.fillStyle = `rgb(${markColour.map(Math.round).join(" ")})`;
      for (const i of marked) dot(i, markSize * 0.75 * devicePixelRatio);
    },
    dispose: () => undefined,
  };
}
