/** The selected token and the selected window, and the one rule that keeps them together: selecting either selects the other. */
import { nearestWindow, windowCount, type WindowOptions, windowsWithToken } from "../core/windows/slidingWindow.ts";

export interface Selection {
  /** Index into the tokens; null: none. */
  readonly selectedToken: number | null;
  /** Index into the windows, in document order. */
  readonly selectedWindow: number;
}

export const nothingSelected: Selection = { selectedToken: null, selectedWindow: 0 };

/**
 * The selection after a choice, inside the text and together:
 * a chosen window takes the token along to its first one, unless the token is one of its inputs or was chosen with it;
 * a chosen token, or a change of the tokens or windows, takes the window along to the first one that has the token as an input, else
 * to the nearest.
 * @param chosen what was chosen; empty where the tokens or the windows changed
 * @param tokenCount undefined while the tokens are not known: then nothing is outside the text
 */
export function settleSelection(
  selection: Selection,
  chosen: Partial<Selection>,
  tokenCount: number | undefined,
  windows: WindowOptions,
): Selection {
  const known = tokenCount ?? Number.MAX_SAFE_INTEGER;
  const { selectedToken: token, selectedWindow: window } = { ...selection, ...chosen };
  const count = windowCount(known, windows);
  const selectedToken = token === null || known === 0 ? null : Math.min(token, known - 1);
  const selectedWindow = Math.min(window, Math.max(0, count - 1));
  if (chosen.selectedWindow !== undefined) {
    const from = selectedWindow * windows.stride;
    const isInput = selectedToken !== null && selectedToken >= from && selectedToken < from + windows.maxLength;
    const takesTokenAlong = chosen.selectedToken === undefined && !isInput && count > 0;
    return { selectedToken: takesTokenAlong ? from : selectedToken, selectedWindow };
  }
  if (selectedToken === null) return { selectedToken, selectedWindow };
  const { input } = windowsWithToken(selectedToken, known, windows);
  const isInput = selectedWindow >= input.windowFrom && selectedWindow < input.windowTo;
  return { selectedToken, selectedWindow: isInput ? selectedWindow : (nearestWindow(selectedToken, known, windows) ?? selectedWindow) };
}
