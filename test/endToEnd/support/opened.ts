/** The pages that are open now, so that a failing test can keep a picture and the logs of each. */
import type { Page } from "playwright-core";

export interface OpenedPage {
  readonly page: Page;
  /** Copies logs into the results folder, under a name. */
  readonly keepLogs: (name: string) => void;
}

export const opened = new Set<OpenedPage>();
