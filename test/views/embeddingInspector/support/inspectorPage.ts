/** Opens the embedding inspector in Chromium, and keeps account of its WebGL contexts and workers. */
import type { Page } from "playwright-core";
import { openViewPages, type ViewPages } from "../../support/viewPages.ts";

declare global {
  /** Every WebGL context the page made, for tests that take them away. */
  var madeContexts: (WebGLRenderingContext | WebGL2RenderingContext)[];
  /** The workers that the page started and has not ended. */
  var liveWorkers: Set<Worker>;
}

export type InspectorPages = ViewPages;

/** @param browserArgs further switches for Chromium */
export const openInspectorPages = (browserArgs: readonly string[] = []): Promise<InspectorPages> =>
  openViewPages({
    app: "embeddingInspector",
    host: "test/views/embeddingInspector/support/fakeHost.ts",
    workers: {
      embeddingWorker: "src/views/embeddingInspector/worker/worker.ts",
      trainingWorker: "src/views/embeddingInspector/training/worker/worker.ts",
    },
    size: { width: 320, height: 1200 },
    prepare: recordResources,
    browserArgs,
  });

const sections = ["input-rows", "training", "positions", "neighbours", "map", "playground"];

/** What a page kept in which just these sections are unfolded. */
export const unfolded = (...open: readonly string[]) => ({
  folding: { folded: Object.fromEntries(sections.map((name) => [name, !open.includes(name)])) },
});

/** Resolves when the text of what the selector finds holds the words. */
export const says = (page: Page, selector: string, words: string): Promise<unknown> =>
  page.waitForFunction(([where, what]) => document.querySelector(where)?.textContent?.includes(what) === true, [selector, words] as const);

/** Runs in the page. */
function recordResources(): void {
  globalThis.madeContexts = [];
  globalThis.liveWorkers = new Set();
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL) {
      super(url);
      liveWorkers.add(this);
    }
    override terminate(): void {
      liveWorkers.delete(this);
      super.terminate();
    }
  };
  for (const kind of [OffscreenCanvas, HTMLCanvasElement]) {
    const make = kind.prototype.getContext as (...made: unknown[]) => unknown; // its overloads have no common signature
    kind.prototype.getContext = function getContext(this: OffscreenCanvas & HTMLCanvasElement, ...made: unknown[]) {
      const context = make.apply(this, made);
      if (String(made[0]).startsWith("webgl") && context !== null) globalThis.madeContexts.push(context as WebGLRenderingContext);
      return context;
    } as never;
  }
}
