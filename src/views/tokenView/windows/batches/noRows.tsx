/** What is shown in place of a batch's rows: that its order is being drawn, or that drop_last leaves the window out. */
import { plural, t } from "../../../shared/l10n.tsx";
import { formatCount } from "../../../shared/numbers.ts";
import { drawnOrder, isSameOrder } from "../../../shared/shuffledOrder.ts";
import { slicedOrder } from "../windowsModel.ts";
import type { WindowProps } from "../windowsProps.ts";

/** While the order of many windows is drawn. */
export function Shuffling({ view, model }: WindowProps) {
  const key = slicedOrder(model.tokenCount, model.options);
  const drawn = view.store.get(drawnOrder);
  const stage = isSameOrder(drawn?.key, key) ? drawn?.stage : undefined;
  if (stage?.kind === "failed") {
    return (
      <div class="blank">
        <p>{t("The windows could not be shuffled.")}</p>
        <p class="dim">{stage.message}</p>
      </div>
    );
  }
  const done = stage?.kind === "drawing" ? stage.done : 0;
  return (
    <div class="blank">
      <p>{plural(model.windowCount, "Shuffling {0} window", "Shuffling {0} windows")}</p>
      <progress max={1} value={done} aria-label={t("Shuffling")} />
      <p class="dim number">{t("{0} %", Math.floor(done * 100))}</p>
    </div>
  );
}

export function NoBatch({ model, window, onGo }: WindowProps & { readonly onGo: (batch: number) => void }) {
  return (
    <div class="blank">
      <p>
        {plural(
          model.ledger.lostWindowCount,
          "Window {1} is in no batch: drop_last leaves out the last {0} window.",
          "Window {1} is in no batch: drop_last leaves out the last {0} windows.",
          formatCount(window),
        )}
      </p>
      {model.batchCount === 0 ? null : (
        <button type="button" class="link" onClick={() => onGo(model.batchCount - 1)}>
          {t("Go to the last batch")}
        </button>
      )}
    </div>
  );
}
