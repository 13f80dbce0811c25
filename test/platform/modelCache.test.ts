import { expect, it } from "vitest";
import { hubFolder } from "../../src/host/platform/node/modelCache.ts";

it.each([
  { environment: {}, folder: "/home/ada/.cache/huggingface/hub" },
  { environment: { HF_HOME: "/models" }, folder: "/models/hub" },
  { environment: { HF_HOME: "~/models" }, folder: "/home/ada/models/hub" },
  { environment: { HF_HUB_CACHE: "/hub", HF_HOME: "/models" }, folder: "/hub" },
  { environment: { HUGGINGFACE_HUB_CACHE: "/old" }, folder: "/old" },
  { environment: { XDG_CACHE_HOME: "/cache", HF_HOME: "" }, folder: "/cache/huggingface/hub" },
])("the cache is $folder with $environment", ({ environment, folder }) => {
  expect(hubFolder(environment, "/home/ada")).toBe(folder);
});
