/** What a user may do while a run is under way, at random: in the end nothing of the run is left. */
import type { LensPatch } from "../../../../src/protocol/lens.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Mt19937 } from "../../../../src/core/random/mt19937.ts";
import { type InspectorPages, openInspectorPages } from "../support/inspectorPage.ts";
import { begin, openTraining, text, untilStep } from "../support/trainingPage.ts";

let pages: InspectorPages;
beforeAll(async () => {
  pages = await openInspectorPages();
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

/** What a user may do while a run is under way. A click goes to one of all elements that fit, by a share of their number. */
type Action =
  | { readonly kind: "click"; readonly on: string; readonly share: number }
  | { readonly kind: "slide"; readonly share: number }
  | { readonly kind: "set"; readonly patch: LensPatch }
  | { readonly kind: "edit"; readonly text: string };

const buttons = [
  ".training .train-button",
  '.training [aria-label="One step"]',
  ".training summary",
  ".training .learnt-neighbours button",
];
const choices = [
  ".training [role='radio']",
  ".neighbours [role='radio']",
  ".map [aria-label='Colour by'] [role='radio']",
  ".map input[type='checkbox']",
];

function randomAction(random: Mt19937): Action {
  const pick = (count: number): number => random.next32() % count;
  const share = random.nextDouble53();
  const click = (selectors: readonly string[]): Action => ({ kind: "click", on: selectors[pick(selectors.length)] ?? "", share });
  switch (pick(12)) {
    case 0:
      return { kind: "slide", share };
    case 1:
      return { kind: "set", patch: { selectedToken: pick(300) } };
    case 2:
      return { kind: "set", patch: { selectedWindow: pick(60) } };
    case 3:
      return { kind: "set", patch: { windows: { maxLength: 2 + pick(6) } } };
    case 4:
      return pick(4) === 0 ? { kind: "edit", text: pick(2) === 0 ? text : `${text}\nA zebra ran.` } : click(["h2 button"]);
    case 5:
      return pick(6) === 0 ? click(['[aria-label^="Reset"]']) : click([".training .notice button"]);
    case 6:
    case 7:
    case 8:
      return click(choices);
    default:
      return click(buttons);
  }
}

/** Runs in the page; a frame passes after each fourth action. */
async function perform(actions: readonly Action[]): Promise<void> {
  for (const [at, action] of actions.entries()) {
    if (action.kind === "set") fakeHost.set(action.patch);
    else if (action.kind === "edit") fakeHost.edit(action.text);
    else if (action.kind === "click") {
      const found = [...document.querySelectorAll<HTMLButtonElement>(action.on)].filter((button) => !button.disabled);
      found[Math.floor(action.share * found.length)]?.click();
    } else {
      const slider = document.querySelector<HTMLInputElement>(".run-slider");
      if (slider === null) continue;
      slider.value = String(Math.round(Number(slider.max) * action.share));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (at % 4 === 0) await new Promise(requestAnimationFrame);
  }
}

describe("after a reset", () => {
  it("nothing is left, whatever a thousand actions did during the run", async () => {
    const page = await openTraining(pages, { sections: ["input-rows", "neighbours", "map"] });
    const unfoldedNow = (): Promise<string[]> =>
      page.locator("h2 button[aria-expanded='true']").evaluateAll((all) => all.map(({ id }) => id));
    const settled = (): Promise<unknown> =>
      page.waitForFunction(() => document.querySelector(".neighbour-list li") !== null && document.querySelector(".cloud-canvas") !== null);
    const held = async (): Promise<unknown> => {
      const { tensors, bytes } = await page.locator(".badge").evaluate((badge) => ({ ...(badge as HTMLElement).dataset }));
      return { tensors, bytes };
    };
    await settled();
    await page.locator(".heat-maps canvas").first().waitFor();
    await expect.poll(held).toMatchObject({ tensors: "2" });
    const before = { held: await held(), unfolded: await unfoldedNow(), workers: await page.evaluate(() => liveWorkers.size) };
    await begin(page);
    await untilStep(page, 1);
    const seed = 11;
    const random = new Mt19937(seed);
    await page.evaluate(
      perform,
      Array.from({ length: 1000 }, () => randomAction(random)),
    );
    await page.evaluate((all) => {
      for (const button of document.querySelectorAll<HTMLElement>("h2 button"))
        if ((button.ariaExpanded === "true") !== all.includes(button.id)) button.click();
      fakeHost.set({ selectedToken: null, selectedWindow: 0, windows: { maxLength: 4 } });
    }, before.unfolded);
    await page.evaluate((whole) => fakeHost.edit(whole), text);
    await expect.poll(unfoldedNow).toEqual(before.unfolded);
    await page.locator(".training progress").waitFor({ state: "hidden" }); // a run that has just been asked for has begun
    if ((await page.locator('[aria-label^="Reset"]').count()) > 0) await page.locator('[aria-label^="Reset"]').click();
    await expect.poll(() => page.locator(".weights-button").textContent()).toBe("weights: seed 123");
    await settled();
    await expect.poll(held, { message: `seed ${seed}` }).toEqual(before.held);
    expect(await page.evaluate(() => liveWorkers.size)).toBeLessThanOrEqual(Math.max(2, before.workers)); // the inspector's own: tables and map
    await page.close();
  });
});
