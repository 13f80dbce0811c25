/** Every package has its reason in CONTRIBUTING.md, and an exact version. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };

const table = readFileSync(".github/CONTRIBUTING.md", "utf8").split("## Why each package is here")[1] ?? "";
/** `@tensorflow/tfjs-core`, `-backend-webgl`: an ending stands for the scope and name before its first dash. */
const named = [...table.matchAll(/^\| (`.+?) \|/gmu)].flatMap(([, cell = ""]) => {
  const names = [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = ""]) => name);
  return names.map((name) => (name.startsWith("-") ? `${names[0]?.split("-")[0] ?? ""}${name}` : name));
});

it("each package that is installed is justified, and no other", () => {
  expect(named.toSorted()).toEqual(Object.keys(manifest.devDependencies).toSorted());
});

it("each version is exact", () => {
  for (const version of Object.values(manifest.devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/u);
});
