/** Counts the bytes that a page's WebGL 2 contexts are given and asked for: textures and buffers up, pixels and buffers down. */

export interface Traffic {
  readonly up: number;
  readonly down: number;
}

let up = 0;
let down = 0;

/** Since the last call. */
export function takeTraffic(): Traffic {
  const taken = { up, down };
  up = 0;
  down = 0;
  return taken;
}

const lengthOf = (made: readonly unknown[]): number => {
  const data = made.find((value) => ArrayBuffer.isView(value));
  return data === undefined ? 0 : (data as ArrayBufferView).byteLength;
};

/** Before the first context is made. A read into a buffer of the GPU moves nothing; the copy out of it does. */
export function watchTraffic(): void {
  const watch = (
    name: "texImage2D" | "texSubImage2D" | "bufferData" | "readPixels" | "getBufferSubData",
    add: (bytes: number) => void,
  ): void => {
    const { prototype } = WebGL2RenderingContext;
    const original = prototype[name] as (...made: unknown[]) => unknown; // their overloads have no common signature
    Reflect.set(prototype, name, function watched(this: WebGL2RenderingContext, ...made: unknown[]) {
      add(lengthOf(made));
      return original.apply(this, made);
    });
  };
  for (const name of ["texImage2D", "texSubImage2D", "bufferData"] as const) watch(name, (bytes) => (up += bytes));
  for (const name of ["readPixels", "getBufferSubData"] as const) watch(name, (bytes) => (down += bytes));
}
