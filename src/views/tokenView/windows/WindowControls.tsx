/** The options as `GPTDatasetV1` and `DataLoader` name them, each effective at once, and in words what is unwise about them. */
import type { GuardedControl, GuardRail } from "../../../core/windows/guardRails.ts";
import { limits, type WindowSettings } from "../../../protocol/lens.ts";
import { Checkbox, IconButton } from "../../shared/elements.tsx";
import { NumberField } from "../../shared/NumberField.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { windowAfterStride } from "./windowsModel.ts";
import type { WindowsProps } from "./WindowsTab.tsx";

const railIcons = { error: "error", warning: "warning", information: "info" } as const;

/** What is unwise, in words, below the picture: they come and go while it is dragged, and must not move it. */
export function Rails({ rails }: { readonly rails: readonly GuardRail[] }) {
  return (
    <ul class="rails" aria-live="polite">
      {rails.map((rail) => (
        <li key={rail.control + rail.message.slice(0, 12)} id={`rail-${rail.control}`} class={`rail ${rail.severity}`}>
          <span class={`codicon codicon-${railIcons[rail.severity]}`} aria-label={rail.severity} />
          {rail.message}
        </li>
      ))}
    </ul>
  );
}

export function WindowControls(props: WindowsProps & { readonly window: number | null; readonly rails: readonly GuardRail[] }) {
  const { app, state, lens, model, window, rails } = props;
  const { windows } = lens;
  const change = (patch: Partial<WindowSettings>): void => app.changeWindows(patch);
  const caution = (control: GuardedControl, title: string): { readonly title: string; readonly cautionId: string | undefined } => {
    const rail = rails.find((each) => each.control === control && each.severity !== "information");
    return { title: rail?.message ?? title, cautionId: rail === undefined ? undefined : `rail-${control}` };
  };
  const step = (to: number): void => app.changeLens({ selectedWindow: Math.max(0, Math.min(model.windowCount - 1, to)) });

  return (
    <div class="controls">
      <NumberField
        name="max_length"
        value={windows.maxLength}
        min={1}
        max={limits.maxLength}
        digits={5}
        {...caution("maxLength", "Tokens per window")}
        onChange={(maxLength) => change({ maxLength })}
      />
      <NumberField
        name="stride"
        value={windows.stride}
        min={1}
        max={limits.maxLength}
        digits={5}
        {...caution("stride", "Tokens from one window’s start to the next one’s")}
        onChange={(stride) =>
          app.changeLens({ windows: { stride }, selectedWindow: windowAfterStride(lens.selectedWindow, windows.stride, stride) })
        }
      />
      <NumberField
        name="batch_size"
        value={windows.batchSize}
        min={1}
        max={limits.batchSize}
        digits={4}
        {...caution("batchSize", "Windows per batch")}
        onChange={(batchSize) => change({ batchSize })}
      />
      <span class="group">
        <Checkbox
          label="shuffle"
          title="Visit the windows in PyTorch’s random order"
          checked={windows.shuffle}
          onChange={(shuffle) => change({ shuffle })}
        />
        {windows.shuffle ? (
          <>
            <NumberField
              name="seed"
              title="torch.manual_seed(seed)"
              value={windows.seed}
              min={Number.MIN_SAFE_INTEGER}
              max={Number.MAX_SAFE_INTEGER}
              digits={5}
              onChange={(seed) => change({ seed })}
            />
            <NumberField
              name="epoch"
              title="0 is the first pass over the data"
              value={windows.epoch}
              min={0}
              max={10_000}
              digits={3}
              onChange={(epoch) => change({ epoch })}
            />
          </>
        ) : null}
      </span>
      <Checkbox
        label="drop_last"
        title="Leave out a last batch that is not full"
        checked={windows.dropLast}
        onChange={(dropLast) => change({ dropLast })}
      />
      <span class="spring" />
      <IconButton
        icon="eye"
        label="Show the selected window in the editor"
        pressed={lens.windowSpans}
        onClick={() => app.changeLens({ windowSpans: !lens.windowSpans })}
      />
      {window === null ? null : (
        <span class="stepper" role="group" aria-label="Selected window">
          <IconButton
            icon={state.playing ? "debug-pause" : "play"}
            label={state.playing ? "Pause" : "Play: step through the windows"}
            disabled={!state.playing && window >= model.windowCount - 1}
            onClick={() => app.dispatch({ kind: "played", playing: !state.playing })}
          />
          <IconButton icon="triangle-left" label="Previous window" disabled={window === 0} onClick={() => step(window - 1)} />
          <NumberField
            name="window"
            title="Counted from 0, as in Python"
            value={window}
            min={0}
            max={model.windowCount - 1}
            digits={Math.max(3, String(model.windowCount).length)}
            onChange={step}
          />
          <span class="number dim small">of {formatCount(model.windowCount)}</span>
          <IconButton
            icon="triangle-right"
            label="Next window"
            disabled={window >= model.windowCount - 1}
            onClick={() => step(window + 1)}
          />
        </span>
      )}
    </div>
  );
}
