/** What a keystroke sends between host and view: messages, and their length as the JSON that VS Code makes of them. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTokenViewPages, type TokenViewPages } from "./support/tokenViewPage.ts";

/** 109 characters, 23 tokens. */
const line = "He could speak a little Spanish, and also a language which nobody understood, unless it was the mocking-bird\n";

let pages: TokenViewPages;
beforeAll(async () => {
  pages = await openTokenViewPages();
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

interface Sent {
  readonly kind: string;
  readonly length: number;
}

/** Puts letters into the third line, before the selected token, each when the view shows the one before. */
function sentByKeystrokes(page: Page, times: number, letters: string): Promise<readonly Sent[]> {
  return page.evaluate(
    async ([pattern, count, typed]) => {
      const sent: Sent[] = [];
      const clone = globalThis.structuredClone;
      // The host inside the page clones each message, in either direction, as posting it would.
      globalThis.structuredClone = (value, options) => {
        sent.push({ kind: String((value as { kind?: unknown }).kind), length: JSON.stringify(value).length });
        return clone(value, options);
      };
      const text = pattern.repeat(count);
      const at = 2 * pattern.length + "He could".length;
      const shown = (): string => document.getElementById("strip")?.textContent ?? "";
      for (let end = 1; end <= typed.length; end++) {
        const word = typed.slice(0, end);
        globalThis.fakeHost.edit(`${text.slice(0, at)}${word}${text.slice(at)}`);
        while (!shown().includes(`He could${word} speak`)) await new Promise((resolve) => setTimeout(resolve, 20));
      }
      globalThis.structuredClone = clone;
      return sent;
    },
    [line, times, letters] as const,
  );
}

it.each([
  { about: "22 kB", times: 200 },
  { about: "10 MB", times: 92_000 },
])("a letter typed into a document of $about is one message, of a length that follows from the line", async ({ times }) => {
  const page = await pages.open({ pattern: line, times, lens: { selectedToken: 48 } });
  await page.getByRole("contentinfo").getByText("token").first().waitFor();
  await page.locator("#selected-token").waitFor();
  // What a letter makes the view ask for would be sent before the view shows the letters after it.
  const sent = await sentByKeystrokes(page, times, "nevermore");
  expect(sent.map(({ kind }) => kind)).toEqual(Array.from("nevermore", () => "notify"));
  expect(Math.max(...sent.map(({ length }) => length))).toBeLessThan(3000);
});
