/** Opens the inspector on a text that trains in a moment, begins a run and waits for its states. */
import type { Page } from "playwright-core";
import { type InspectorPages, unfolded } from "./inspectorPage.ts";

/** Words that are used alike, and a token or two that come once. */
export const text = Array.from(
  { length: 60 },
  (_, i) => `The ${["cat", "dog", "bird"][i % 3]} sat on the ${["mat", "roof"][i % 2]} and ${["he", "she"][(i * 7) % 2]} was glad.`,
).join("\n");

export interface Opening {
  readonly text?: string;
  readonly sections?: readonly string[];
  readonly choices?: object;
  readonly numbers?: boolean;
  readonly isStill?: boolean;
}

/** A page that trains at full speed, with the training section and others unfolded. */
export const openTraining = (
  pages: InspectorPages,
  { text: own = text, sections = [], choices = {}, numbers = false, isStill = false }: Opening = {},
): Promise<Page> =>
  pages.open({
    text: own,
    lens: { embedding: { embeddingDim: 8 }, windows: { batchSize: 4 } },
    kept: {
      ...unfolded("training", ...sections),
      trainingChoices: { pace: "full", ...choices },
      ...(numbers ? { inputRows: { show: "numbers" } } : {}),
    },
    size: { width: 420, height: 1400 },
    isStill,
  });

export const untilStep = (page: Page, step: number): Promise<unknown> =>
  page.waitForFunction((least) => Number(document.querySelector<HTMLElement>(".run")?.dataset["step"]) >= least, step);
export const untilPaused = (page: Page): Promise<unknown> => page.locator('.run[data-mode="paused"]').waitFor();
export const begin = (page: Page): Promise<void> => page.locator(".train-button").click();
