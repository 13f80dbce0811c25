/** Entry "browser": the extension host in a web worker. */
export { activate } from "./activate.ts";
