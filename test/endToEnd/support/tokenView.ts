/** Reads and uses the token view as a user does: by what its parts are called, and by what they say. */
import type { Frame, Locator } from "playwright-core";
import type { Workbench } from "./workbench.ts";

export interface TokenView {
  readonly frame: Frame;
  /** The counts in the header, as they read: "66,398 tokens". */
  readonly header: Locator;
  /** The list of tokens. */
  readonly strip: Locator;
  /** The bottom strip about the selected token. */
  readonly details: Locator;
  /** The batch as PyTorch prints it. */
  readonly tensor: Locator;
  /** What each of the first tokens says, in the mode that is on. */
  firstTokens(count: number): Promise<string[]>;
  /** The token at an index. */
  token(index: number): Locator;
  /** A row of the list of windows, by the window's number. */
  window(number: number): Locator;
  /** A choice of few, by its own name: "id", "tensor". */
  choose(name: string): Promise<void>;
  tab(name: "Tokens" | "Windows" | "Compare"): Locator;
  /** A number to type, by the name PyTorch's code gives it: "stride". */
  number(name: string): Locator;
}

/** The token view of this window, once it shows a text. */
export async function tokenView(workbench: Workbench): Promise<TokenView> {
  const frame = await workbench.webviewFrame('role=tablist[name="View"]');
  const strip = frame.getByRole("listbox", { name: /^Tokens of/ });
  return {
    frame,
    header: frame.getByRole("banner"),
    strip,
    details: frame.getByRole("contentinfo"),
    tensor: frame.getByLabel("Batch as PyTorch prints it"),
    firstTokens: async (count) => {
      await strip
        .getByRole("option")
        .nth(count - 1)
        .waitFor();
      return (await strip.getByRole("option").allTextContents()).slice(0, count);
    },
    token: (index) => strip.locator(`[data-i="${index}"]`),
    window: (number) => frame.getByRole("option").filter({ has: frame.locator(".number.dim", { hasText: new RegExp(`^${number}$`) }) }),
    async choose(name) {
      await frame.getByRole("radio", { name, exact: true }).click();
      await frame.getByRole("radio", { name, exact: true, checked: true }).waitFor(); // the page has followed
    },
    tab: (name) => frame.getByRole("tab", { name }),
    number: (name) => frame.getByRole("spinbutton", { name, exact: true }),
  };
}
