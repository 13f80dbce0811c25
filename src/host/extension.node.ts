/** Entry "main": the extension host in Node. */
export { activate } from "./activate.ts";
