/** The states of a view, each looked at by axe-core in every theme. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { changeTheme, type PageOptions, type ViewPages } from "./viewPages.ts";

export interface ViewState {
  readonly name: string;
  readonly options: PageOptions;
  /** Resolves when all is drawn. */
  readonly drawn: string;
  readonly act?: (page: Page) => Promise<void>;
}

const otherThemes = ["light", "highContrast", "highContrastLight"] as const;

/** All rules in the dark theme; in the others those of contrast, which alone a theme can break. */
export function describeStates(pages: () => ViewPages, states: readonly ViewState[]): void {
  describe("no rule is broken", () => {
    it.each(states)("with $name, in all themes", async ({ options, drawn, act }) => {
      const page = await pages().open({ ...options, isStill: true });
      await page.locator(drawn).first().waitFor();
      await act?.(page);
      expect(await violations(page)).toEqual([]);
      for (const theme of otherThemes) {
        await changeTheme(page, theme);
        expect([theme, await violations(page, ["color-contrast"])]).toEqual([theme, []]);
      }
      await page.close();
    });
  });
}
