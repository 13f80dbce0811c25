/**
 * The WebGL context tfjs computes on. tfjs' own way of making one refuses software rendering (`failIfMajorPerformanceCaveat`) and caches
 * contexts for the whole page; we make it ourselves, so that software WebGL is allowed and a lost context can be noticed and replaced.
 */

export interface ComputeContext {
  readonly gl: WebGLRenderingContext;
  readonly canvas: OffscreenCanvas | HTMLCanvasElement;
  readonly version: 1 | 2;
  /** What the driver calls itself, as far as the browser tells. */
  readonly renderer: string;
  /** True when the driver is known to draw on the processor. */
  readonly software: boolean;
  readonly maxTextureSize: number;
}

/** @returns undefined when the page offers neither WebGL 2 nor WebGL 1 */
export function openContext(): ComputeContext | undefined {
  const attributes: WebGLContextAttributes = {
    alpha: false,
    antialias: false,
    premultipliedAlpha: false,
    preserveDrawingBuffer: false,
    depth: false,
    stencil: false,
    failIfMajorPerformanceCaveat: false,
    powerPreference: "high-performance",
  };
  for (const version of [2, 1] as const) {
    const canvas = typeof OffscreenCanvas === "undefined" ? document.createElement("canvas") : new OffscreenCanvas(1, 1);
    const gl = canvas.getContext(version === 2 ? "webgl2" : "webgl", attributes);
    // tfjs types both versions as the first, which the second extends.
    if (gl !== null && !(gl as WebGLRenderingContext).isContextLost()) return describe(gl as WebGLRenderingContext, canvas, version);
  }
  return undefined;
}

function describe(gl: WebGLRenderingContext, canvas: ComputeContext["canvas"], version: 1 | 2): ComputeContext {
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
  return {
    gl,
    canvas,
    version,
    renderer,
    software: /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer),
    maxTextureSize: Number(gl.getParameter(gl.MAX_TEXTURE_SIZE)),
  };
}
