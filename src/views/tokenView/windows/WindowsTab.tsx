/** Tokens → windows → batches, alive: controls, the picture over the running text, the ladder beside windows or batches, the ledger. */
import "./windows.css";
import { useMemo } from "preact/hooks";
import { guardRails } from "../../../core/windows/guardRails.ts";
import { t } from "../../shared/l10n.tsx";
import type { TextProps } from "../tokenView.ts";
import { viewOptions } from "../viewOptions.ts";
import { BatchPane } from "./batches/BatchPane.tsx";
import { Coverage } from "./coverage/Coverage.tsx";
import { endsOf } from "./endOfText.ts";
import { Ladder } from "./Ladder.tsx";
import { usePlaying } from "./playing.ts";
import { Rails } from "./Rails.tsx";
import { drawnOrder } from "../../shared/shuffledOrder.ts";
import { WindowControls } from "./WindowControls.tsx";
import { WindowPicture } from "./picture/WindowPicture.tsx";
import { createWindowsModel, shownWindow } from "./windowsModel.ts";

export function WindowsTab({ view, text, lens }: TextProps) {
  const { store } = view;
  const modelOf = useMemo(createWindowsModel, []);
  const model = modelOf(text.tokenCount, lens.windows, store.get(drawnOrder));
  const window = shownWindow(model, lens.selectedWindow);
  const { contextLength } = lens.embedding;
  const ends = endsOf(view).indexes;
  const rails = useMemo(
    () =>
      guardRails({
        ...lens.windows,
        tokenCount: text.tokenCount,
        vocabSize: text.vocabSize,
        endOfTextTokens: text.endOfTextCount === 0 ? [] : ends,
        ...(contextLength === null ? {} : { contextLength }),
      }),
    [lens.windows, text.tokenCount, text.vocabSize, text.endOfTextCount, ends, contextLength],
  );
  usePlaying(view, window, model.windowCount);

  const parts = { view, text, lens, model };
  return (
    <div class={`windows${store.get(viewOptions).whitespace ? "" : " no-whitespace"}`}>
      <WindowControls {...parts} window={window} rails={rails} />
      {window === undefined ? (
        <div class="blank">
          <p>{t("There are no windows.")}</p>
          <Rails rails={rails} />
        </div>
      ) : (
        <>
          <WindowPicture {...parts} window={window} />
          <Rails rails={rails} />
          <div class="panes">
            <Ladder {...parts} window={window} />
            <BatchPane {...parts} window={window} />
          </div>
        </>
      )}
      <Coverage {...parts} window={window} />
    </div>
  );
}
