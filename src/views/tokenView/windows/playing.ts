/** The play button: steps from window to window until the last one. */
import { useEffect } from "preact/hooks";
import { slice } from "../../shared/state/store.ts";
import type { View } from "../../shared/state/view.ts";

export const playing = slice("playing", false);

/** Between two steps. */
const stepMs = 900;

/** Plays while the tab is drawn. @param window the one that is shown */
export function usePlaying({ store, changeLens }: View, window: number | undefined, windowCount: number): void {
  const isPlaying = store.get(playing);
  const isLast = window === undefined || window >= windowCount - 1;
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (isLast) {
      store.set(playing, false);
      return undefined;
    }
    const timer = setTimeout(() => changeLens({ selectedWindow: window + 1 }), stepMs);
    return () => clearTimeout(timer);
  }, [isPlaying, window, isLast]);
  useEffect(() => () => store.set(playing, false), []);
}
