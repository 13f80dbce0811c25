/** Selecting any one selects the others: what a change of the lens means for the selected token and the selected window. */
import { nearestWindow, windowCount, windowsWithToken } from "../../core/windows/slidingWindow.ts";
import { applyPatch, type Lens, type LensPatch } from "../../protocol/lens.ts";

/** The lens after the patch, its selections kept inside the text and on each other. */
export function reconcile(lens: Lens, patch: LensPatch, tokenCount: number): Lens {
  const next = applyPatch(lens, patch);
  const { windows } = next;
  const count = windowCount(tokenCount, windows);
  const lastWindow = Math.max(0, count - 1);
  let selectedToken = next.selectedToken === null || tokenCount === 0 ? null : Math.min(next.selectedToken, tokenCount - 1);
  let selectedWindow = Math.min(next.selectedWindow, lastWindow);

  if (patch.selectedWindow !== undefined) {
    const from = selectedWindow * windows.stride;
    const isInside = selectedToken !== null && selectedToken >= from && selectedToken < from + windows.maxLength;
    if (patch.selectedToken === undefined && !isInside && count > 0) selectedToken = from;
  } else if (selectedToken !== null) {
    const { input } = windowsWithToken(selectedToken, tokenCount, windows);
    const isInside = selectedWindow >= input.windowFrom && selectedWindow < input.windowTo;
    if (!isInside) selectedWindow = nearestWindow(selectedToken, tokenCount, windows) ?? selectedWindow;
  }
  return { ...next, selectedToken, selectedWindow };
}
