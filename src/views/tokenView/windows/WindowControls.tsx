/** The options as `GPTDatasetV1` and `DataLoader` name them, each effective at once. */
import "./controls.css";
import type { GuardedControl, GuardRail } from "../../../core/windows/guardRails.ts";
import { limits, type WindowSettings } from "../../../protocol/lens.ts";
import { Checkbox, IconButton } from "../../shared/elements/elements.tsx";
import { t } from "../../shared/l10n.tsx";
import { NumberField } from "../../shared/elements/NumberField.tsx";
import { railSentence } from "./railSentence.ts";
import { WindowStepper } from "./WindowStepper.tsx";
import { windowAfterStride } from "./windowsModel.ts";
import type { WindowsProps } from "./windowsProps.ts";

export function WindowControls(props: WindowsProps & { readonly window: number | undefined; readonly rails: readonly GuardRail[] }) {
  const { view, lens, window, rails } = props;
  const { windows } = lens;
  const change = (patch: Partial<WindowSettings>): void => view.changeLens({ windows: patch });
  const caution = (control: GuardedControl, title: string): { readonly title: string; readonly cautionId: string | undefined } => {
    const rail = rails.find((each) => each.control === control && each.severity !== "information");
    return {
      title: rail === undefined ? title : railSentence(rail.finding),
      cautionId: rail === undefined ? undefined : `rail-${control}`,
    };
  };
  return (
    <div class="controls">
      <NumberField
        name="max_length"
        value={windows.maxLength}
        min={1}
        max={limits.maxLength}
        digits={5}
        {...caution("maxLength", t("Tokens per window"))}
        onChange={(maxLength) => change({ maxLength })}
      />
      <NumberField
        name="stride"
        value={windows.stride}
        min={1}
        max={limits.maxLength}
        digits={5}
        {...caution("stride", t("Tokens from one window’s start to the next one’s"))}
        onChange={(stride) =>
          view.changeLens({ windows: { stride }, selectedWindow: windowAfterStride(lens.selectedWindow, windows.stride, stride) })
        }
      />
      <NumberField
        name="batch_size"
        value={windows.batchSize}
        min={1}
        max={limits.batchSize}
        digits={4}
        {...caution("batchSize", t("Windows per batch"))}
        onChange={(batchSize) => change({ batchSize })}
      />
      <span class="group">
        <Checkbox
          label="shuffle"
          title={t("Visit the windows in PyTorch’s random order")}
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
              title={t("0 is the first pass over the data")}
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
        title={t("Leave out a last batch that is not full")}
        checked={windows.dropLast}
        onChange={(dropLast) => change({ dropLast })}
      />
      <span class="spring" />
      <IconButton
        icon="eye"
        label={t("Show the selected window in the editor")}
        pressed={lens.windowSpans}
        onClick={() => view.changeLens({ windowSpans: !lens.windowSpans })}
      />
      {window === undefined ? null : <WindowStepper {...props} window={window} />}
    </div>
  );
}
