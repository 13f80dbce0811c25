/** What somebody who types in the text notices of a run beside it: from the key to the frame that shows its letter, in a real VS Code. There the views share
 *  a process with the editor, since the page and its frames come from one address; in the desktop's VS Code each has one of its own. */
import { setTimeout as wait } from "node:timers/promises";
import { inspector } from "../../../endToEnd/support/inspector.ts";
import { openWorkbench } from "../../../endToEnd/support/workbench.ts";

export interface Typing {
  readonly what: string;
  readonly letters: number;
  /** Milliseconds from a key to the frame that shows its letter: the median, what one letter in twenty exceeds, the longest. */
  readonly median: number;
  readonly slowest20th: number;
  readonly longest: number;
  /** Of the run, meanwhile. */
  readonly stepsPerSecond: number;
}

const letters = 150;
/** As a quick typist, in ms. */
const betweenKeys = 80;

/** @param text of a book's size */
export async function typingBesideTraining(text: string): Promise<readonly Typing[]> {
  const workbench = await openWorkbench({
    files: { "book.md": text },
    open: "book.md",
    size: { width: 1400, height: 1000 },
    settings: { "editor.quickSuggestions": { other: "off" } },
  });
  try {
    const { page } = workbench;
    await workbench.runCommand("Tokenscope: Open Embedding Inspector");
    const { frame } = await inspector(workbench);
    const run = frame.locator(".run");
    const step = async (): Promise<number> => ((await run.count()) === 0 ? 0 : Number(await run.getAttribute("data-step")));
    await page.evaluate(watchKeys);
    const type = async (what: string): Promise<Typing> => {
      await workbench.goTo(3, 1);
      await page.evaluate(takeTimes);
      const [before, started] = [await step(), performance.now()];
      for (let at = 0; at < letters; at++) {
        await page.keyboard.press("embeding"[at % 8] ?? "e");
        await wait(betweenKeys);
      }
      const stepsPerSecond = ((await step()) - before) / ((performance.now() - started) / 1000);
      const times = (await page.evaluate(takeTimes)).toSorted((a, b) => a - b);
      const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
      return { what, letters: times.length, median: at(0.5), slowest20th: at(0.95), longest: at(1), stepsPerSecond };
    };
    await type("compiled");
    const alone = await type("nothing trains");
    await frame.locator(".train-button").click();
    await frame.locator('.run:not([data-mode="paused"])').waitFor();
    const atPace = await type("it trains at its pace");
    await frame.getByRole("button", { name: /^Reset/ }).click();
    await frame.getByText("How it trains").click();
    await frame.getByRole("radio", { name: "full speed" }).click();
    await frame.locator(".train-button").click();
    await frame.locator('.run:not([data-mode="paused"])').waitFor();
    const atFullSpeed = await type("it trains at full speed");
    return [alone, atPace, atFullSpeed];
  } finally {
    await workbench.close();
  }
}

interface Watched {
  keyTimes?: number[];
}

/** Runs inside the page: keeps how long each key takes. */
function watchKeys(): void {
  const times: number[] = ((globalThis as Watched).keyTimes = []);
  let pressed: number | undefined;
  addEventListener("keydown", () => (pressed = performance.now()), true);
  const onLetter = (): void => {
    const from = pressed;
    pressed = undefined;
    if (from !== undefined) requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)));
  };
  const lines = document.querySelector(".monaco-editor .view-lines");
  if (lines) new MutationObserver(onLetter).observe(lines, { subtree: true, childList: true, characterData: true });
}

/** Runs inside the page: what was kept since it was last asked. */
function takeTimes(): number[] {
  return (globalThis as Watched).keyTimes?.splice(0) ?? [];
}
