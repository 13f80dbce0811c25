/** Reads and uses the embedding inspector as a user does: by what its parts are called, and by what they say. */
import type { Frame, Locator } from "playwright-core";
import type { Workbench } from "./workbench.ts";

export interface Inspector {
  readonly frame: Frame;
  /** Which backend computes, and how long the last computation took. */
  readonly badge: Locator;
  /** The shapes of the batch: pairs of a name and "torch.Size([8, 3])". */
  readonly shapes: Locator;
  /** The section "Playground". */
  readonly playground: Locator;
  /** The tables as PyTorch prints them, once "PyTorch" was chosen. */
  readonly printed: Locator;
  /** The weights' options, once they are unfolded. */
  readonly options: Locator;
  choose(name: string): Promise<void>;
}

/** The inspector of this window, once it has computed something. */
export async function inspector(workbench: Workbench): Promise<Inspector> {
  const frame = await workbench.webviewFrame("main.inspector");
  const shapes = frame.getByLabel("Shapes of the batch");
  await shapes.waitFor();
  return {
    frame,
    badge: frame.locator(".badge"),
    shapes,
    playground: frame.getByRole("region", { name: /^Playground/ }),
    printed: frame.getByLabel("As PyTorch prints it"),
    options: frame.locator("#options"),
    async choose(name) {
      await frame.getByRole("radio", { name, exact: true }).click();
      await frame.getByRole("radio", { name, exact: true, checked: true }).waitFor(); // the page has followed
    },
  };
}
