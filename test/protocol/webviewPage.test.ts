import { describe, expect, it } from "vitest";
import { contentPolicy, type ViewApp, webviewPage } from "../../src/protocol/webviewPage.ts";

const source = "https://*.vscode-cdn.net";

describe("the content policy", () => {
  it("allows our own files, and scripts by nonce; nothing else", () => {
    const directives = contentPolicy(source, "abc", { webAssembly: false }).split("; ");
    expect(Object.fromEntries(directives.map((directive) => directive.split(/ (.*)/).slice(0, 2)))).toEqual({
      "default-src": "'none'",
      "script-src": "'nonce-abc'",
      "style-src": source,
      "font-src": source,
      "connect-src": source,
      "worker-src": "blob:",
    });
  });

  it("has no way in for written-out scripts, styles and evaluated text", () => {
    expect(contentPolicy(source, "abc", { webAssembly: false })).not.toMatch(/unsafe|data:|\s\*(\s|;|$)/);
    const withWebAssembly = contentPolicy(source, "abc", { webAssembly: true });
    expect(withWebAssembly.replace(" 'wasm-unsafe-eval'", "")).toBe(contentPolicy(source, "abc", { webAssembly: false }));
  });
});

describe.each<ViewApp>(["tokenView", "embeddingInspector"])("the page of %s", (app) => {
  const webAssembly = app === "embeddingInspector";
  const page = webviewPage({ app, language: "de", source, nonce: "abc", address: (name) => `https://files/${name}` });

  it("carries the policy before anything that the policy governs", () => {
    const policy = page.indexOf(`<meta http-equiv="Content-Security-Policy" content="${contentPolicy(source, "abc", { webAssembly })}">`);
    expect(policy).toBeGreaterThan(0);
    expect(page.search(/<link|<script|<style/)).toBeGreaterThan(policy);
  });

  it(webAssembly ? "may compile WebAssembly, for training" : "may not compile WebAssembly", () => {
    expect(page.includes("wasm-unsafe-eval")).toBe(webAssembly);
  });

  it("loads its own script, by nonce, and its own styles, and names its workers", () => {
    expect(page.match(/<script[^]*<\/script>/)?.[0]).toBe(`<script type="module" nonce="abc" src="https://files/${app}.js"></script>`);
    expect([...page.matchAll(/<link rel="stylesheet" href="([^"]*)">/g)].map(([, href]) => href)).toEqual([
      "https://files/codicon.css",
      `https://files/${app}.css`,
    ]);
    expect(page).toContain(
      '<div id="app" data-worker="https://files/embeddingWorker.js" data-training-worker="https://files/trainingWorker.js"></div>',
    );
  });

  it("carries translations as data that can't end its element", () => {
    const translations = { "<b>{0}</b> tokens": "</script><script>alert(1)</script>" };
    const translated = webviewPage({ app, language: "de", source, nonce: "abc", address: (name) => name, translations });
    const [, data = ""] = /<script type="application\/json" id="l10n">([^]*?)<\/script>/.exec(translated) ?? [];
    expect(JSON.parse(data)).toEqual(translations);
    expect(translated.match(/<script/g)).toHaveLength(2);
  });

  it("writes neither style nor handler into its elements", () => {
    expect(page).not.toMatch(/ style=| on\w+=|<style/);
  });
});
