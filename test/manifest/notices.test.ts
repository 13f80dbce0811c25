import { describe, expect, it } from "vitest";
import { thirdPartyNotices } from "../../.config/notices.mjs";

const metafile = (...inputs: readonly string[]): { inputs: Record<string, unknown> } => ({
  inputs: Object.fromEntries(inputs.map((path) => [path, {}])),
});

describe("the notices of a build", () => {
  it("name each package once, with its version, licence and text, and what ships beside the bundles", () => {
    const paths = ["node_modules/preact/dist/preact.module.js", "node_modules/preact/hooks/dist/hooks.module.js", "src/views/app.ts"];
    const notices = thirdPartyNotices([metafile(...paths), metafile("node_modules/@tensorflow/tfjs-core/dist/index.js")]);
    expect(notices.match(/^[@\w/-]+ \d+\.\d+\.\d+.*$/gmu)?.map((line) => line.replace(/ \d[^ ]*/u, ""))).toEqual([
      "@tensorflow/tfjs-core",
      "@vscode/codicons (the icons' font)",
      "js-tiktoken (the ranks that the vocabularies are made from)",
      "preact",
    ]);
    expect(notices).toMatch(/The MIT License[^]*Jason Miller/u);
    expect(notices).toContain("Apache License");
  });

  it("are the same in whatever order the bundles are built", () => {
    const bundles = [metafile("node_modules/preact/a.js"), metafile("node_modules/valibot/b.js")];
    expect(thirdPartyNotices(bundles)).toBe(thirdPartyNotices(bundles.toReversed()));
  });

  it("know the innermost package of a nested path", () => {
    expect(thirdPartyNotices([metafile("node_modules/preact/node_modules/valibot/c.js")])).toMatch(/^valibot \d/mu);
  });

  it("refuse a licence that is not known to allow shipping", () => {
    expect(() => thirdPartyNotices([metafile("node_modules/axe-core/axe.js")])).toThrow("The package axe-core has the licence MPL-2.0.");
  });
});
