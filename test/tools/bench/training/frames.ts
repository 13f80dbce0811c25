/** How the inspector's page keeps up with a run: frames a second while it trains, and how soon a step is seen. The real page with its real worker. */
import type { Page } from "playwright-core";
import { openInspectorPages, unfolded } from "../../../views/embeddingInspector/support/inspectorPage.ts";

export interface Frames {
  readonly what: string;
  /** Milliseconds from the click on *Train* until a step was on screen. */
  readonly firstStep: number;
  /** Frames drawn in a second, over all seconds looked at. */
  readonly perSecond: number;
  /** The gap between two frames that one in twenty exceeds, in ms. */
  readonly slowest20th: number;
  readonly stepsPerSecond: number;
}

const seconds = 8;

/** @param text of a book's size  @param sectionsOf the sections that are unfolded, by what the row is called; undefined: as they are at first */
export async function framesOf(
  text: string,
  sectionsOf: Readonly<Record<string, readonly string[] | undefined>>,
): Promise<readonly Frames[]> {
  const pages = await openInspectorPages();
  try {
    const found: Frames[] = [];
    for (const [what, sections] of Object.entries(sectionsOf)) {
      const page = await pages.open({
        text,
        lens: { selectedToken: 40 },
        size: { width: 420, height: 1100 },
        ...(sections === undefined ? {} : { kept: unfolded("training", ...sections) }),
      });
      page.setDefaultTimeout(120_000);
      await page.locator(".train-button").waitFor();
      await page.locator("[aria-label='Nearest tokens'] li, .training").first().waitFor();
      found.push({ what, ...(await watched(page)) });
      console.error(`${what}: done`);
      await page.close();
    }
    return found;
  } finally {
    await pages.close();
  }
}

const watched = (page: Page): Promise<Omit<Frames, "what">> =>
  page.evaluate(async (length) => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const step = (): number => Number(document.querySelector<HTMLElement>(".run")?.dataset["step"] ?? 0);
    const clicked = performance.now();
    document.querySelector<HTMLButtonElement>(".train-button")?.click();
    while (step() < 1) await frame();
    const firstStep = performance.now() - clicked;
    const [begun, from] = [performance.now(), step()];
    const gaps: number[] = [];
    for (let last = begun; last - begun < 1000 * length;) {
      await frame();
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    }
    const took = (performance.now() - begun) / 1000;
    const sorted = gaps.toSorted((a, b) => a - b);
    return {
      firstStep,
      perSecond: gaps.length / took,
      slowest20th: sorted[Math.floor(0.95 * sorted.length)] ?? Number.NaN,
      stepsPerSecond: (step() - from) / took,
    };
  }, seconds);
