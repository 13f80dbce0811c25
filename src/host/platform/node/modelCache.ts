/** Where Hugging Face's libraries keep the models they downloaded, as huggingface_hub's documentation says (HF_HUB_CACHE, HF_HOME). */
import { homedir } from "node:os";
import { join } from "node:path";

/** @param environment with its variables; an empty one counts as absent  @returns an absolute path; the folder may not be there */
export function hubFolder(environment: Readonly<Record<string, string | undefined>>, home = homedir()): string {
  const path = (...names: readonly string[]): string | undefined => {
    const value = names.map((name) => environment[name]).find((candidate) => candidate !== undefined && candidate !== "");
    return value === "~" || value?.startsWith("~/") === true ? join(home, value.slice(1)) : value;
  };
  const hub = path("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE");
  if (hub !== undefined) return hub;
  return join(path("HF_HOME") ?? join(path("XDG_CACHE_HOME") ?? join(home, ".cache"), "huggingface"), "hub");
}
