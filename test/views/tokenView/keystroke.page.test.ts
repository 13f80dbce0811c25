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

/** Puts a letter into the third line, beside the selected token, and waits until the view shows it and nothing is under way. */
function sentByKeystroke(page: Page, times: number): Promise<readonly Sent[]> {
  return page.evaluate(
    async ([pattern, count]) => {
      const sent: Sent[] = [];
      const clone = globalThis.structuredClone;
      // The host inside the page clones each message, in either direction, as posting it would.
      globalThis.structuredClone = (value, options) => {
        sent.push({ kind: String((value as { kind?: unknown }).kind), length: JSON.stringify(value).length });
        return clone(value, options);
      };
      const text = pattern.repeat(count);
      const at = 2 * pattern.length + 9;
      globalThis.fakeHost.edit(`${text.slice(0, at)}z${text.slice(at)}`);
      const isShown = (): boolean => (document.getElementById("strip")?.textContent ?? "").includes("He couldz speak");
      while (!isShown()) await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise((resolve) => setTimeout(resolve, 300)); // what follows from it has been asked for by then
      globalThis.structuredClone = clone;
      return sent;
    },
    [line, times] as const,
  );
}

it.each([
  { about: "22 kB", times: 200 },
  { about: "10 MB", times: 92_000 },
])("a letter typed into a document of $about is one message, of a length that follows from the line", async ({ times }) => {
  const page = await pages.open({ pattern: line, times, lens: { selectedToken: 48 } });
  await page.getByRole("contentinfo").getByText("token").first().waitFor();
  await page.locator('[data-i="48"]').waitFor();
  const sent = await sentByKeystroke(page, times);
  console.log(`${times} lines: ${sent.length} messages, ${sent.reduce((sum, { length }) => sum + length, 0)} bytes`, JSON.stringify(sent));
  expect(sent.map(({ kind }) => kind)).toEqual(["notify"]);
  expect(sent[0]?.length).toBeLessThan(6000);
});
