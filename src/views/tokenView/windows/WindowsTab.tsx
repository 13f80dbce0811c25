/** Tokens → windows → batches, alive: controls, the picture over the running text, the ladder beside windows or batches, the ledger. */
import { useEffect, useMemo } from "preact/hooks";
import { guardRails } from "../../../core/windows/guardRails.ts";
import type { Lens } from "../../../protocol/lens.ts";
import type { ReadyText } from "../../../protocol/views.ts";
import type { PartProps } from "../App.tsx";
import { BatchPane } from "./BatchPane.tsx";
import { Coverage } from "./Coverage.tsx";
import { Ladder } from "./Ladder.tsx";
import { Rails, WindowControls } from "./WindowControls.tsx";
import { WindowPicture } from "./WindowPicture.tsx";
import { createWindowsModel, shownWindow, type WindowsModel } from "./windowsModel.ts";

/** What the parts of this tab are given. */
export interface WindowsProps extends PartProps {
  readonly lens: Lens;
  readonly model: WindowsModel;
}

/** Between two steps of playing. */
const playMs = 900;

export function WindowsTab({ app, state, text, lens }: PartProps & { readonly text: ReadyText; readonly lens: Lens }) {
  const modelOf = useMemo(createWindowsModel, []);
  const model = modelOf(text.tokenCount, lens.windows, state.shuffled);
  const window = shownWindow(model, lens.selectedWindow);
  const { contextLength } = lens.embedding;
  const rails = useMemo(
    () =>
      guardRails({
        ...lens.windows,
        tokenCount: text.tokenCount,
        vocabSize: text.vocabSize,
        endOfTextTokens: text.endOfTextCount === 0 ? [] : (state.endOfText?.indexes ?? []),
        ...(contextLength === null ? {} : { contextLength }),
      }),
    [lens.windows, text.tokenCount, text.vocabSize, text.endOfTextCount, state.endOfText, contextLength],
  );

  const isLast = window === null || window >= model.windowCount - 1;
  useEffect(() => {
    if (!state.playing) return;
    if (isLast) return app.dispatch({ kind: "played", playing: false });
    const timer = setTimeout(() => app.changeLens({ selectedWindow: window + 1 }), playMs);
    return () => clearTimeout(timer);
  }, [state.playing, window, isLast]);
  useEffect(() => () => app.dispatch({ kind: "played", playing: false }), []);

  const parts = { app, state, lens, model };
  return (
    <div class={`windows${state.choices.whitespace ? "" : " no-whitespace"}`}>
      <WindowControls {...parts} window={window} rails={rails} />
      {window === null ? (
        <div class="blank">
          <p>There are no windows.</p>
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
