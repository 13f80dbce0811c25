/** How soon the inspector's page shows something: the real page against a host in the page, opened again and again. */
import type { Page } from "playwright-core";
import { gpt2Shape } from "../../../support/makeCheckpoint.ts";
import { type InspectorPages, openInspectorPages } from "../../../views/embeddingInspector/support/inspectorPage.ts";

/** Milliseconds since the view's script was asked for, once per opening. */
export interface FirstPaint {
  readonly what: string;
  readonly firstPaint: number[];
  readonly ready: number[];
  readonly heatMap: number[];
  readonly neighbours: number[];
}

/** Long enough for a whole batch. */
const text = "The cat sat on the mat, and the dog lay beside it in the sun until the evening came. ".repeat(4);

export async function firstPaints(
  shape: { readonly rows: number; readonly columns: number },
  times: number,
): Promise<readonly FirstPaint[]> {
  const pages = await openInspectorPages();
  try {
    const { rows, columns } = shape;
    const values = (count: number): Uint8Array => {
      const table = new Float32Array(count * columns);
      for (let i = 0; i < table.length; i += 1) table[i] = ((i * 40_503) % 65_521) / 65_521 - 0.5;
      return new Uint8Array(table.buffer);
    };
    const source = (name: string, count: number) => ({
      url: pages.serve(name, values(count)),
      rows: count,
      columns,
      tensor: `${name}.weight`,
      dtype: "F32",
    });
    const weights = {
      kind: "file",
      name: "model.safetensors",
      token: source("wte", rows),
      positional: source("wpe", gpt2Shape.contextLength),
      note: null,
      namesFit: true,
    } as const;
    return [
      await openAgain(pages, times, `seeded, ${rows.toLocaleString("en-US")} × 256, drawn in a worker`, { text }),
      await openAgain(pages, times, `from a file, ${rows.toLocaleString("en-US")} × ${columns}, fetched`, {
        text,
        weights,
        lens: { embedding: { weights: "file" } },
      }),
    ];
  } finally {
    await pages.close();
  }
}

async function openAgain(
  pages: InspectorPages,
  count: number,
  what: string,
  options: Parameters<InspectorPages["open"]>[0],
): Promise<FirstPaint> {
  const paint: FirstPaint = { what, firstPaint: [], ready: [], heatMap: [], neighbours: [] };
  for (let time = 0; time < count; time += 1) {
    const page = await pages.open({ ...options, size: { width: 360, height: 1200 } });
    page.setDefaultTimeout(0);
    const seen = await timesSeen(page);
    for (const key of ["firstPaint", "ready", "heatMap", "neighbours"] as const) paint[key].push(seen[key]);
    await page.close();
    console.error(`${what}: ${time + 1} of ${count}`);
  }
  return paint;
}

/** Looks once per frame; a frame that the machine could not draw in time makes a figure later, never earlier. */
const timesSeen = (page: Page): Promise<Record<"firstPaint" | "ready" | "heatMap" | "neighbours", number>> =>
  page.evaluate(async () => {
    const frameWith = async (selector: string): Promise<number> => {
      while (document.querySelector(selector) === null) await new Promise(requestAnimationFrame);
      return performance.now();
    };
    const [ready, heatMap, neighbours] = await Promise.all([
      frameWith("main.inspector section.playground"),
      frameWith(".input-rows canvas"),
      frameWith("[aria-label='Nearest tokens'] li"),
    ]);
    const asked = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/embeddingInspector.js"))?.startTime ?? 0;
    const firstPaint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN;
    return { firstPaint: firstPaint - asked, ready: ready - asked, heatMap: heatMap - asked, neighbours: neighbours - asked };
  });
