/** All that needs tfjs, which is three fourths of the inspector's script: one module, so that a page can paint first and load it then. */
export { inputRows, lookUpProof } from "../worker/compute.ts";
export { Gpu } from "./gpu.ts";
export { projectRows } from "../map/mapJobs.ts";
export { findNeighbours, tableFacts } from "../neighbours/neighbourJobs.ts";
