/** All that needs tfjs, which is three fourths of the inspector's script: one module, so that a page can paint first and load it then. */
export { Gpu } from "./gpu.ts";
export { inputRows, lookUpProof } from "./gpuJobs.ts";
export { projectRows } from "../map/mapJobs.ts";
export { findNeighbours, tableStatistics } from "../neighbours/neighbourJobs.ts";
