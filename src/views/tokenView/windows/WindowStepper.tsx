/** ▸ ◂ window 2 of 16,599 ▸: plays, steps and jumps from window to window. */
import { IconButton } from "../../shared/elements/elements.tsx";
import { rich, t } from "../../shared/l10n.tsx";
import { NumberField } from "../../shared/elements/NumberField.tsx";
import { clamp, formatCount } from "../../shared/numbers.ts";
import { playing } from "./playing.ts";
import type { WindowProps } from "./windowsProps.ts";

export function WindowStepper({ view, model, window }: WindowProps) {
  const isPlaying = view.store.get(playing);
  const last = model.windowCount - 1;
  const go = (to: number): void => view.changeLens({ selectedWindow: clamp(to, 0, last) });
  return (
    <span class="stepper" role="group" aria-label={t("Selected window")}>
      <IconButton
        icon={isPlaying ? "debug-pause" : "play"}
        label={isPlaying ? t("Pause") : t("Play: step through the windows")}
        disabled={!isPlaying && window >= last}
        onClick={() => view.store.set(playing, !isPlaying)}
      />
      <IconButton icon="triangle-left" label={t("Previous window")} disabled={window === 0} onClick={() => go(window - 1)} />
      <NumberField
        name={t("window")}
        title={t("Counted from 0, as in Python")}
        value={window}
        min={0}
        max={last}
        digits={Math.max(3, String(model.windowCount).length)}
        onChange={go}
      />
      <span class="number dim small">{rich("of {0}", [formatCount(model.windowCount)])}</span>
      <IconButton icon="triangle-right" label={t("Next window")} disabled={window >= last} onClick={() => go(window + 1)} />
    </span>
  );
}
