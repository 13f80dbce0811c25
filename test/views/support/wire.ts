/** What `postMessage` carries between host and webview that JSON does not: binary arrays. Both functions also run inside the page, so each
 *  uses nothing but its parameter and globals. */

/** Replaces each typed array by an object that JSON carries. */
export function toJson(message: unknown): string {
  return JSON.stringify(message, (_key, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    let binary = "";
    for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return { $array: value.constructor.name, base64: btoa(binary) };
  });
}

/** The inverse of `toJson`. */
export function fromJson(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !("$array" in value) || !("base64" in value)) return value;
    const bytes = Uint8Array.from(atob(String(value.base64)), (character) => character.charCodeAt(0));
    // The name is that of a typed array's constructor: toJson wrote it.
    const constructor = Reflect.get(globalThis, String(value.$array)) as new (buffer: ArrayBuffer) => ArrayBufferView;
    return new constructor(bytes.buffer);
  }) as unknown;
}
